"""The foot of a list of pages: where one is, and the addresses of the other pages."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Page


def paging_of(page: Page[Any], url: Callable[[int], str]) -> dict[str, Any]:
    """A page of Django's paginator as ``components/_paging.html`` shows it; ``url(number)`` leads to a page."""
    pages = page.paginator
    return {
        "first": page.start_index(),
        "last": page.end_index(),
        "total": pages.count,
        "previous_url": url(page.previous_page_number()) if page.has_previous() else "",
        "next_url": url(page.next_page_number()) if page.has_next() else "",
        "pages": [
            {"n": number, "url": url(number), "current": number == page.number} if isinstance(number, int) else None
            for number in pages.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        ],
    }
