"""Every page as its readers see it."""
