"""The audit ledger."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from governance_app.base.clock import this_moment
from governance_app.base.looks import State, act
from governance_app.base.paging import paging_of
from governance_app.base.times import when_full, when_text
from governance_app.ledger.registry import ledger_topics
from governance_app.ledger.selectors import entries_of, head_now, ledger_break
from governance_app.ledger.sentences import entry_html
from governance_app.overview.views.checkpoints import checkpoint_rows
from governance_app.overview.views.common import (
    moment_of,
)
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access


@require_GET
@requires("ledger.view")
def ledger(request: MemberRequest, access: Access) -> HttpResponseBase:
    """The audit ledger of this programme, newest entry first; ``?verify=1`` walks the whole chain."""
    programme = access.programme
    base = reverse("overview:ledger", args=[programme.slug])
    text, group = request.GET.get("q", "").strip()[:100], request.GET.get("act", "")
    entries = entries_of(programme.slug)
    if text:
        entries = entries.filter(
            Q(subject__icontains=text) | Q(subject_label__icontains=text) | Q(actor_name__icontains=text)
        )
    if group:
        entries = entries.filter(act__startswith=f"{group}.")
    page = Paginator(entries, 50).get_page(request.GET.get("page"))
    known = {name: str(topic.title) for name, topic in ledger_topics.items() if topic.title}
    keep = urlencode({"q": text, "act": group})
    context = {
        "title": _("Audit ledger"),
        "crumbs": [
            {"title": programme.name, "url": reverse("overview:programme", args=[programme.slug])},
            {"title": _("Audit ledger"), "url": ""},
        ],
        "acts": [
            *_checkpoint_acts(access),
            act(_("Verify the chain"), f"{base}?verify=1", "shield-check"),
        ],
        "checkpoints": checkpoint_rows(access),
        "verification": _verification() if request.GET.get("verify") else None,
        "query": {"q": text, "hidden": []},
        "filters": [
            {
                "name": "act",
                "title": _("About"),
                "options": [
                    {"value": value, "label": label, "chosen": value == group} for value, label in known.items()
                ],
            }
        ],
        "chips": [{"label": known.get(group, group), "remove_url": f"{base}?q={text}"}] if group else [],
        "clear_url": base if text or group else "",
        "entries": [
            {
                "sequence": entry.sequence,
                "url": "",
                "time": when_text(moment_of(entry.time)),
                "time_full": entry.time,
                "sentence": entry_html(entry),
                "hash": entry.hash[:8],
                "hash_full": entry.hash,
                "previous_full": entry.previous_hash,
            }
            for entry in page
        ],
        "paging": paging_of(page, lambda number: f"{base}?{keep}&page={number}"),
    }
    return render(request, "ledger/entries.html", context)


def _checkpoint_acts(access: Access) -> list[dict[str, Any]]:
    if not access.may("ledger.checkpoint"):
        return []
    place = reverse("overview:checkpoint-new", args=[access.programme.slug])
    return [act(_("Make a checkpoint"), place, "rubber-stamp", post=True)]


def _verification() -> dict[str, Any]:
    found = ledger_break()
    total, head = head_now()
    now = this_moment()
    state = State(_("Intact"), "circle-check", "met") if found is None else State(_("Broken"), "circle-x", "block")
    return {
        "state": state,
        "time": when_text(now),
        "time_full": when_full(now),
        "count": f"{total:,}",
        "head": head[:8],
        "head_full": head,
        "text": "" if found is None else _("The first bad row is %(row)s.") % {"row": found.sequence},
    }
