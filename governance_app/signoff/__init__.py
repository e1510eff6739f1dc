"""Sign-off: policies, rounds, slots and signatures bound to what was signed."""
