"""Ledger checkpoints: made, shown and taken away."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from governance_app.base.canonical import canonical
from governance_app.base.times import when_full, when_text
from governance_app.errors import Refusal
from governance_app.ledger.models import Checkpoint
from governance_app.ledger.rules import checkpoint_data, checkpoint_key
from governance_app.ledger.services import checkpoint_make, checkpoint_name
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access

_SHOWN = 5


def checkpoint_rows(access: Access) -> list[dict[str, Any]]:
    """The latest checkpoints for the ledger's page; nothing for those who may not take them away."""
    if not access.may("ledger.checkpoint"):
        return []
    found = []
    for row in Checkpoint.objects.all()[:_SHOWN]:
        moment = datetime.fromisoformat(row.time)
        found.append(
            {
                "sequence": row.count,
                "head": row.head[:8],
                "head_full": row.head,
                "time": when_text(moment),
                "time_full": when_full(moment),
                "key": checkpoint_key(row)[:16],
                "key_full": checkpoint_key(row),
                "url": reverse("overview:checkpoint", args=[access.programme.slug, row.count]),
            }
        )
    return found


@require_POST
@requires("ledger.checkpoint")
def checkpoint_new(request: MemberRequest, access: Access) -> HttpResponseBase:
    """Sign the ledger's end as it is now."""
    try:
        made = checkpoint_make()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("Checkpoint at row %(row)s. Take a copy and keep it outside the portal.") % {"row": f"{made.count:,}"}
        messages.success(request, text)
    return redirect(reverse("overview:ledger", args=[access.programme.slug]) + "#checkpoints")


@require_GET
@requires("ledger.checkpoint")
def checkpoint_file(request: MemberRequest, access: Access, rows: int) -> HttpResponseBase:
    """The checkpoint at so many rows, as a file."""
    row = Checkpoint.objects.filter(count=rows).first()
    if row is None:
        raise Http404
    response = HttpResponse(canonical(checkpoint_data(row)), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{checkpoint_name(row)}"'
    return response
