"""What a revision freezes and how two contents differ: pure calculation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance_app.base.canonical import content_hash
from governance_app.base.differences import difference_html, field_changes
from governance_app.documents.sections import Section


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two contents: where, what, and which departments it concerns."""

    part: str
    code: str
    field: str
    nature: str
    html: SafeString
    departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows were changed, added and removed."""

    changed: int
    added: int
    removed: int


def revision_hash(*, number: str, revision: int, body_hash: str, attachments: Iterable[str] = ()) -> str:
    """The hash signatures are bound to: document number, revision, content and every attachment."""
    return content_hash(
        {"document": number, "revision": revision, "content": body_hash, "attachments": list(attachments)}
    )


def content_changes(old: Mapping[str, Any], new: Mapping[str, Any], sections: Iterable[Section]) -> list[Change]:
    """The differences from ``old`` to ``new``, in the order of the document."""
    found: list[Change] = []
    for part in sections:
        before, after = old.get(part.key), new.get(part.key)
        if before == after:
            continue
        if part.fields:
            found.extend(_row_changes(part, before or [], after or []))
        else:
            html = difference_html(str(before or ""), str(after or ""))
            found.append(Change(str(part.title), "", str(part.title), "changed", html))
    return found


@dataclass(frozen=True, slots=True)
class Printed:
    """A section as it is read: a single ``text``, or ``heads`` with the code and the texts of each row."""

    key: str
    title: str
    text: str
    heads: list[str]
    rows: list[tuple[str, list[str]]]


def sections_printed(sections: Iterable[Section], content: Mapping[str, Any]) -> list[Printed]:
    """The content section by section, in words."""
    return [_printed(section, content.get(section.key)) for section in sections]


def _printed(section: Section, held: Any) -> Printed:
    if not section.fields:
        return Printed(section.key, str(section.title), str(held or ""), [], [])
    rows = [(row["code"], [_shown(section, key, row.get(key)) for key in section.fields]) for row in held or []]
    return Printed(section.key, str(section.title), "", [str(head) for head in section.fields.values()], rows)


def tally(changes: Iterable[Change]) -> Tally:
    """Rows changed, added and removed; a row changed in three fields counts once."""
    rows: dict[str, set[tuple[str, str]]] = {"changed": set(), "added": set(), "removed": set()}
    for change in changes:
        rows[change.nature].add((change.part, change.code or change.field))
    return Tally(len(rows["changed"]), len(rows["added"]), len(rows["removed"]))


def _row_changes(part: Section, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterable[Change]:
    old, new = ({row["code"]: row for row in rows} for rows in (before, after))
    for code, row in new.items():
        if code not in old:
            yield _whole(part, row, "added")
            continue
        for change in field_changes(part.fields, old[code], row, partial(_shown, part)):
            yield Change(str(part.title), code, change.title, "changed", change.html, _departments(part, row))
    for code, row in old.items():
        if code not in new:
            yield _whole(part, row, "removed")


def _whole(part: Section, row: dict[str, Any], nature: str) -> Change:
    tag = "ins" if nature == "added" else "del"
    texts = [_shown(part, key, row.get(key)) for key in part.fields]
    joined = format_html_join(_("; "), "{}", ((text,) for text in texts if text))
    html = format_html("<{}>{}</{}>", tag, joined, tag)
    word = _("Added") if nature == "added" else _("Removed")
    return Change(str(part.title), row["code"], word, nature, html, _departments(part, row))


def _departments(part: Section, row: Mapping[str, Any]) -> tuple[str, ...]:
    found: list[str] = []
    for key in part.departments:
        value = row.get(key)
        found += map(str, value if isinstance(value, list) else [value] if value else [])
    return tuple(dict.fromkeys(found))


def _shown(part: Section, key: str, value: Any) -> str:
    if value is None:
        return ""
    if key in part.texts:
        return part.texts[key](value)
    if isinstance(value, list):
        return _(", ").join(str(piece) for piece in value)
    return str(part.choices.get(key, {}).get(value, value))
