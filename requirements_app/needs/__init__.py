"""Interviews, pain points, goals and the requirements made of them."""
