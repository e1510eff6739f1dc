"""Rules and services of the kernel."""
