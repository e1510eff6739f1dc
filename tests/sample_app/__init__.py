"""A phase as small as can be, so that the kernel is tried without any of the real ones."""
