"""Ways from records to the change requests that list them: no trace links, for they never become suspect."""

from collections.abc import Collection, Iterable

from governance_app.programmes.models import Programme
from governance_app.records.registry import trace_branches
from requirements_app.changes.rules import listed
from requirements_app.changes.selectors import listing


def change_requests(programme: Programme, references: Collection[str], down: bool) -> Iterable[tuple[str, str]]:
    """The change requests that list records, as made of them."""
    if not down:
        return []
    return [
        (each, f"change-requests:{change.code}")
        for change in listing(programme, references)
        for each in sorted(listed(change) & set(references))
    ]


trace_branches.add("change-requests", change_requests)
