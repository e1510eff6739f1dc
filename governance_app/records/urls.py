"""The urls of a record kind: grouped under its list, the verb last."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access
from governance_app.records import import_views, views
from governance_app.records.registry import RecordKind


def _bound(view: Callable[..., HttpResponseBase], kind: RecordKind, acts: tuple[str, ...]) -> Any:
    def page(request: MemberRequest, access: Access, **parts: Any) -> HttpResponseBase:
        return view(request, access, kind, **parts)

    return requires(*acts)(wraps(view)(page))


def record_urls(kind: RecordKind) -> list[URLPattern]:
    """All pages of a kind, below its phase's address.

    Reading takes the kind's permission to view, writing its permission to edit, or to contribute; the kind's
    rules then ask for departments and states. A kind without acts on many, or without moves, has no page for them.
    """
    base, name = f"{kind.slug}/", kind.slug
    read, edit = (kind.view,), (kind.edit,)
    write = (kind.edit, kind.contribute) if kind.contribute else edit
    revise = (*write, kind.own) if kind.own_fields else write
    step = tuple({move.action for move in kind.moves or ()}) or edit

    def page(tail: str, view: Callable[..., HttpResponseBase], verb: str, acts: tuple[str, ...]) -> URLPattern:
        pattern: URLPattern = path(base + tail, _bound(view, kind, acts), name=f"{name}-{verb}")
        return pattern

    bulk = [page("bulk/", views.record_bulk, "bulk", edit)] if kind.bulk or kind.moves else []
    moves = [page("<str:code>/move/<slug:move>/", views.record_step, "move", step)] if kind.moves else []
    return [
        page("", views.record_list, "list", read),
        page("new/", views.record_new, "new", write),
        *bulk,
        page("columns/", views.record_columns, "columns", read),
        page("filters/save/", views.record_filter_save, "filter-save", read),
        page("export/", views.record_export, "export", read),
        page("import/", import_views.import_upload, "import", write),
        page("import/template/", import_views.import_template, "import-template", write),
        page("import/<uuid:batch>/", import_views.import_preview, "import-preview", write),
        page("import/<uuid:batch>/progress/", import_views.import_progress, "import-progress", write),
        page("import/<uuid:batch>/faults/", import_views.import_faults, "import-faults", write),
        page("import/<uuid:batch>/apply/", import_views.import_apply, "import-apply", write),
        page("<str:code>/", views.record_detail, "detail", read),
        page("<str:code>/edit/", views.record_edit, "edit", revise),
        page("<str:code>/history/", views.record_history, "history", read),
        page("<str:code>/remove/", views.record_delete, "remove", write),
        *moves,
    ]
