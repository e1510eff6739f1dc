"""Programmes, their people, phases and work in the API."""
