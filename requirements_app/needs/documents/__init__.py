"""What this topic gives to documents."""
