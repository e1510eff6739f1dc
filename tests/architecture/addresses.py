"""Addresses as tests name them."""

from typing import Any

from governance_app.overview.addresses import Address, addresses

__all__ = ["Address", "addresses", "space"]


def space(kind: Any) -> str:
    """The name space in which the addresses of a record kind stand."""
    return str(kind.home.segment if kind.home else kind.model._meta.app_label)
