"""Programmes, their phases, memberships and the permission matrix."""
