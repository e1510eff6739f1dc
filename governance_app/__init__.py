"""The kernel: programme, people, phase, gate, sign-off, document, ledger. It knows no phase app by name."""
