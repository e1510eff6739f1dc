"""What the pages of a record kind show: contexts for the templates, made from the declaration."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance_app.base.looks import act
from governance_app.base.paging import paging_of
from governance_app.base.reading import one_reading
from governance_app.base.times import when_full, when_text
from governance_app.programmes.rules import Access
from governance_app.records.columns import Shown, columns_of, fact_html
from governance_app.records.registry import Panel, RecordKind, panels_of, record_panels
from governance_app.records.relations import record_look, tree_context
from governance_app.records.rules import may_create, may_edit, may_move, may_revise
from governance_app.records.selectors import (
    SIZES,
    Event,
    ListQuery,
    history_events,
    history_rows,
    saved_filters,
)

_FEW = 8
_MOST_EVENTS = 500


def crumbs(kind: RecordKind, access: Access, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Where one is: programme, phase, list, and what lies below."""
    slug = access.programme.slug
    if kind.phase is not None:
        above = (f"{kind.phase.value} {kind.phase.label}", reverse("overview:phase", args=[slug, kind.phase.segment]))
    else:
        above = (str(kind.home.title), reverse(kind.home.page, args=[slug])) if kind.home else ("", "")
    trail = [
        (access.programme.name, reverse("overview:programme", args=[slug])),
        above,
        (str(kind.title), kind.url(slug) if more else ""),
        *more,
    ]
    return [{"title": title, "url": url} for title, url in trail]


def list_context(query: ListQuery) -> dict[str, Any]:
    """The context of a list page."""
    kind, access = query.kind, query.access
    slug, base = access.programme.slug, query.kind.url(access.programme.slug)
    page = Paginator(query.rows(), query.size).get_page(query.page)
    records, total = list(page), page.paginator.count
    everything = total if not query.narrowed else -1
    bulk = _bulk(kind, access, base)
    columns_shown = {column.name for column in query.columns}
    return {
        "title": kind.title,
        "crumbs": crumbs(kind, access),
        "acts": _list_acts(kind, access, base),
        "tabs": _tabs(query, base, everything),
        "query": {"q": query.text, "hidden": _hidden(query)},
        "filters": [_filter(query, name) for name in kind.filters],
        "chips": _chips(query, base),
        "clear_url": base if query.narrowed else "",
        "column_choices": [
            {"name": column.name, "title": column.title, "shown": column.name in columns_shown}
            for column in query.all_columns
        ],
        "columns_url": f"{base}columns/?{query.query()}",
        "exports": [
            {"title": title, "url": f"{base}export/?{query.query(format=form)}"}
            for form, title in (("xlsx", _("Excel workbook (XLSX)")), ("csv", _("CSV, UTF-8")))
        ],
        "heads": [_head(query, column, base) for column in query.columns],
        "rows": records,
        "body": _body(query.columns, records, slug, select=bulk is not None),
        "bulk": bulk,
        "paging": _paging(query, base, page),
        "empty": None if records else _empty(query, base),
        "panels": _panels(panels_of(kind, "list"), kind, access, None),
        "save_filter_url": f"{base}filters/save/?{query.query()}" if query.narrowed else "",
    }


def _body(columns: tuple[Shown, ...], records: list[Any], slug: str, *, select: bool) -> SafeString:
    # One string for all rows: a template's loop over them costs more than the rest of the page.
    parts = []
    for column in columns:
        shows_itself = column.name == "code" or "full" in column.css
        label = "" if shows_itself else f' data-l="{escape(str(column.title))}"'
        parts.append((column.draw(slug), f'<td class="{column.css}"{label}>'))
    word = escape(_("Select"))
    rows = []
    for record in records:
        rows.append("<tr>")
        if select:
            rows.append(
                '<td class="sg-hide-s"><input class="sg-check" type="checkbox" name="pk" '
                f'value="{record.code}" aria-label="{word} {record.code}"></td>'
            )
        rows += [f"{opening}{cell(record)}</td>" for cell, opening in parts]
        rows.append("</tr>\n")
    return SafeString("".join(rows))


def _list_acts(kind: RecordKind, access: Access, base: str) -> list[dict[str, Any]]:
    further = kind.list_acts(access)
    if not may_create(kind, access):
        return further
    return [
        *further,
        act(_("Import"), f"{base}import/", "upload"),
        act(_("New %(one)s") % {"one": kind.one}, f"{base}new/", "plus", primary=True),
    ]


def _tabs(query: ListQuery, base: str, everything: int) -> list[dict[str, Any]]:
    kind = query.kind
    tabs = [
        {
            "title": _("All"),
            "url": base,
            "count": everything if everything >= 0 else None,
            "current": not query.narrowed,
        }
    ]
    bare = not query.text and not query.chosen
    tabs += [
        {
            "title": preset.title,
            "url": f"{base}?preset={preset.slug}",
            "count": None,
            "current": bare and query.preset == preset.slug,
        }
        for preset in kind.presets
    ]
    here = query.query()
    tabs += [
        {"title": saved.name, "url": f"{base}?{saved.query}", "count": None, "current": saved.query == here}
        for saved in saved_filters(kind, query.access)
    ]
    return tabs


def _hidden(query: ListQuery) -> list[tuple[str, str]]:
    parts = [("preset", query.preset), ("sort", "" if query.order == "code" else query.order)]
    if query.params.get("size"):
        parts.append(("size", str(query.size)))
    return [(name, value) for name, value in parts if value]


def _filter(query: ListQuery, name: str) -> dict[str, Any]:
    picked = set(query.chosen.get(name, []))
    return {
        "name": name,
        "title": query.kind.title_of(name),
        "options": [
            {"value": value, "label": label, "chosen": value in picked} for value, label in query.options[name]
        ],
    }


def _chips(query: ListQuery, base: str) -> list[dict[str, str]]:
    chips = []
    for name, values in query.chosen.items():
        labels = dict(query.options[name])
        text = _(", ").join(labels.get(value, value) for value in values)
        title = query.kind.title_of(name)
        chips.append(
            {
                "label": _("%(name)s: %(value)s") % {"name": title, "value": text},
                "remove_url": f"{base}?{query.query(**{name: ''})}",
            }
        )
    return chips


def _head(query: ListQuery, column: Shown, base: str) -> dict[str, Any]:
    current = query.order.removeprefix("-") == column.name
    down = current and query.order.startswith("-")
    turn = column.name if not current or down else f"-{column.name}"
    return {
        "title": column.title,
        "css": "sg-num" if "sg-num" in column.css else "",
        "sort_url": f"{base}?{query.query(sort=turn)}" if column.sort else "",
        "aria_sort": ("descending" if down else "ascending") if current else "",
        "icon": ("arrow-down" if down else "arrow-up") if current else "arrows-sort",
    }


def _bulk(kind: RecordKind, access: Access, base: str) -> dict[str, Any] | None:
    if not access.may(kind.edit):
        return None
    moves = [
        {"value": f"move:{move.code}", "title": move.title} for move in kind.moves or () if access.may(move.action)
    ]
    sets = [
        {"value": f"set:{name}", "title": _("Set %(field)s") % {"field": kind.title_of(name)}} for name in kind.bulk
    ]
    return {"url": f"{base}bulk/", "acts": [*moves, *sets]} if moves or sets else None


def _paging(query: ListQuery, base: str, page: Page[Any]) -> dict[str, Any]:
    sizes = [
        {"n": size, "url": f"{base}?{query.query(size=str(size))}", "current": size == query.size} for size in SIZES
    ]
    return {
        **paging_of(page, lambda number: f"{base}?{query.query(page=str(number) if number > 1 else '')}"),
        "per_page": query.size,
        "sizes": sizes,
    }


def _empty(query: ListQuery, base: str) -> dict[str, Any]:
    kind, access = query.kind, query.access
    if query.narrowed:
        return {
            "title": _("Nothing matches these filters"),
            "text": _("Loosen a filter, or look at the whole list."),
            "steps": [{"title": _("Clear all filters"), "url": base, "act": _("Show all")}],
        }
    steps = []
    if may_create(kind, access):
        steps = [
            {"title": _("Enter the first one"), "url": f"{base}new/", "act": _("New %(one)s") % {"one": kind.one}},
            {
                "title": _("Or import a list"),
                "hint": _("XLSX or CSV; a template is ready for download"),
                "url": f"{base}import/",
                "act": _("Import"),
            },
        ]
    title = _("No %(kind)s yet") % {"kind": kind.title}
    return {"title": title, "text": kind.intro, "steps": steps}


@one_reading()
def detail_context(kind: RecordKind, access: Access, record: Any) -> dict[str, Any]:
    """The context of a record's page."""
    slug = access.programme.slug
    events = history_events(kind, history_rows(kind, record, _FEW + 1))
    return {
        "code": record.code,
        "title": record.name_shown,
        "state": record_look(kind, record),
        "crumbs": crumbs(kind, access, (record.code, "")),
        "lines": [
            _("Version %(number)s") % {"number": record.version},
            _("Created by %(who)s, %(when)s") % {"who": record.created_by or "—", "when": when_text(record.created_at)},
            _("Last changed by %(who)s, %(when)s")
            % {"who": record.updated_by or "—", "when": when_text(record.updated_at)},
        ],
        "acts": detail_acts(kind, access, record),
        "facts": [
            {"label": column.title, "html": column.draw(slug)(record)} for column in columns_of(kind.slug, kind.facts)
        ],
        "sections": [
            {"id": f"s-{name}", "title": kind.title_of(name), "html": fact_html(kind, record, name, slug)}
            for name in kind.body
        ],
        "relations": {
            "up": tree_context(access, kind, record, down=False),
            "down": tree_context(access, kind, record, down=True),
            "self_label": kind.one,
        },
        "own_panels": _panels(panels_of(kind, "record"), kind, access, record),
        "panels": _panels(record_panels, kind, access, record),
        "history": history_context(events[:_FEW]),
        "history_url": kind.url(slug, record.code, "history/") if len(events) > _FEW else "",
    }


def _panels(panels: Iterable[Panel], kind: RecordKind, access: Access, record: Any) -> list[dict[str, Any]]:
    return [{"template": panel.template, **panel.context(access, kind, record)} for panel in panels]


def detail_acts(kind: RecordKind, access: Access, record: Any) -> list[dict[str, Any]]:
    """What this person may do with this record now."""
    slug = access.programme.slug
    acts: list[dict[str, Any]] = []
    if may_edit(kind, access, record):
        acts.append(act(_("Remove"), kind.url(slug, record.code, "remove/"), "trash", stop=True))
    moves = kind.moves.open_from(getattr(record, kind.state_field)) if kind.moves else []
    acts += [
        act(move.title, kind.url(slug, record.code, f"move/{move.code}/"), move.icon, stop=move.stop)
        for move in moves
        if may_move(kind, access, record, move)
    ]
    acts += kind.record_acts(access, record)
    if may_revise(kind, access, record):
        acts.append(act(_("Edit"), kind.url(slug, record.code, "edit/"), "pencil", primary=True))
    return acts


def history_context(events: list[Event]) -> list[dict[str, Any]]:
    """History events as the template shows them."""
    words = {"+": _("created this"), "~": _("changed this"), "-": _("removed this")}
    return [
        {
            "time": when_text(event.row.history_date),
            "time_full": when_full(event.row.history_date),
            "who": event.row.history_user or "—",
            "what": words[event.row.history_type],
            "changes": event.changes,
            "reason": event.row.history_change_reason or "",
        }
        for event in events
    ]


def history_page(kind: RecordKind, access: Access, record: Any) -> dict[str, Any]:
    """The context of a record's full history."""
    slug = access.programme.slug
    events = history_events(kind, history_rows(kind, record, _MOST_EVENTS))
    return {
        "code": record.code,
        "title": _("History of %(title)s") % {"title": record.name_shown},
        "crumbs": crumbs(kind, access, (record.code, kind.url(slug, record.code)), (_("History"), "")),
        "history": history_context(events),
    }


def errors_of(form: Any) -> list[dict[str, str]]:
    """The summary of a form's errors, each leading to its field."""
    found = [{"id": "", "text": text} for text in form.non_field_errors()]
    for name, texts in form.errors.items():
        if name == "__all__":
            continue
        bound = form[name]
        found += [
            {"id": bound.auto_id, "text": _("%(name)s: %(text)s") % {"name": bound.label, "text": text}}
            for text in texts
        ]
    return found
