"""The record kinds of this topic."""
