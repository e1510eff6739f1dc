"""Rules of the house that are tested, not only written down."""
