"""Change control on the pages of records: the impact of a change request, what the baseline says to edits."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from governance_app.base.looks import state_of
from governance_app.base.numbers import number_text
from governance_app.base.times import when_text
from governance_app.documents.registry import document_kinds
from governance_app.documents.states import REVISION_LOOKS, RevisionState
from governance_app.programmes.rules import Access
from governance_app.records.registry import RecordKind, record_kinds
from requirements_app.changes.impact import impact_of
from requirements_app.changes.kinds import CHANGES
from requirements_app.changes.services import foresee
from requirements_app.changes.states import DECIDED, IN_FORCE

#: Records shown of an impact; the frozen one holds them all.
_MOST = 60


def impact_context(access: Access, change: Any) -> dict[str, Any]:
    """The impact of a change request, ready to be shown: frozen when it has been decided, else as it is now."""
    frozen = change.state in DECIDED
    change.programme = access.programme
    impact = change.impact if frozen else impact_of(change)
    slug = access.programme.slug
    listed = [row for row in impact.get("records", []) if not row["step"]]
    reached = [row for row in impact.get("records", []) if row["step"]]
    return {
        "heading": _("Impact, as it was at the decision on %(when)s") % {"when": when_text(change.decided_at)}
        if frozen
        else _("Impact, as it is now"),
        "sentence": _("%(listed)s records listed, %(reached)s more were made of them; %(departments)s departments.")
        % {"listed": len(listed), "reached": len(reached), "departments": len(impact.get("departments", []))},
        "records": [_record(access, slug, row) for row in (*listed, *reached)[:_MOST]],
        "more": max(0, len(listed) + len(reached) - _MOST),
        "departments": [
            {
                "name": row["name"],
                "records": _(", ").join(row["records"][:12]),
                "more": max(0, len(row["records"]) - 12),
            }
            for row in impact.get("departments", [])
        ],
        "documents": [_document(slug, row) for row in impact.get("documents", []) if row["kind"] in document_kinds],
        "decision": change.decision_reason if frozen else "",
        "hours": number_text(Decimal(impact.get("hours", "0"))),
        "others": [{"code": code, "url": CHANGES.url(slug, code)} for code in impact.get("others", [])],
        "written": _written(change) if change.state in IN_FORCE else [],
    }


def _record(access: Access, slug: str, row: dict[str, Any]) -> dict[str, Any]:
    kind = record_kinds.get(row["kind"])
    return {
        "code": row["code"],
        "title": row["title"],
        "kind": kind.one if kind else row["kind"],
        "url": kind.url(slug, row["code"]) if kind and access.may(kind.view) else "",
        "step": _("listed") if not row["step"] else _("made of %(code)s") % {"code": row["via"]},
    }


def _document(slug: str, row: dict[str, Any]) -> dict[str, Any]:
    state = RevisionState(row["state"])
    return {
        "number": row["number"],
        "title": document_kinds[row["kind"]].title,
        "revision": row["revision"],
        "url": reverse("documents:document", args=[slug, row["kind"]]),
        "state": state_of(REVISION_LOOKS[state], state.label),
        "signatures": f"{row['signed']}/{row['asked']}",
    }


def _written(change: Any) -> list[str]:
    rows = change.applications.order_by("at", "pk").values_list("code", "version")
    return [_("%(code)s version %(version)s") % {"code": code, "version": version} for code, version in rows]


def impact_panel(access: Access, kind: RecordKind, change: Any) -> dict[str, Any]:
    """The impact, on the page of a change request."""
    return {"impact": impact_context(access, change)}


def notice_panel(access: Access, kind: RecordKind, record: Any) -> dict[str, Any]:
    """What the baseline says to edits, on the page of a record that a change request could list."""
    return {"notice": foresee(kind, access, record)}
