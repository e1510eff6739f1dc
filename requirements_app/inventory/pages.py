"""What flows between systems: in figures, as a matrix, as a diagram."""

from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from governance_app.documents.templatetags.paper import flow_diagram
from governance_app.paper.diagrams import DiagramError
from governance_app.paper.tables import matrix
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from requirements_app.inventory.kinds import INTERACTIONS
from requirements_app.inventory.models import Interaction, System

#: The diagram's room on the page, in millimetres.
_WIDE, _HIGH = 330, 190


def crumbs(programme: Programme, *trail: tuple[str, str]) -> list[dict[str, str]]:
    """Programme, phase, and what lies below."""
    phase = Phase.REQUIREMENTS
    whole = [
        (programme.name, reverse("overview:programme", args=[programme.slug])),
        (f"{phase.value} {phase.label}", reverse("overview:phase", args=[programme.slug, phase.segment])),
        *trail,
    ]
    return [{"title": str(title), "url": url} for title, url in whole]


def _flows(programme: Programme) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    places = [
        {"code": row.code, "name": row.name, "life_cycle": row.life_cycle}
        for row in System.objects.filter(programme=programme).only("code", "name", "life_cycle").order_by("code")
    ]
    flows = [
        {
            "code": row.code,
            "source": row.source.code,
            "target": row.target.code,
            "business_object": row.business_object,
            "direction": row.direction,
            "mode": row.mode,
            "priority": row.priority,
        }
        for row in Interaction.objects.filter(programme=programme).select_related("source", "target").order_by("code")
    ]
    return places, flows


def interactions_context(programme: Programme) -> dict[str, Any]:
    """Which system sends how much to which: the figures of the map."""
    places, flows = _flows(programme)
    base = INTERACTIONS.url(programme.slug)
    sent, received = Counter(flow["source"] for flow in flows), Counter(flow["target"] for flow in flows)
    names = {place["code"]: place["name"] for place in places}
    busiest = sorted(names, key=lambda code: (-(sent[code] + received[code]), code))
    return {
        "total": len(flows),
        "systems": len({*sent, *received}),
        "rows": [
            {
                "name": names[code],
                "sent": sent[code],
                "sent_url": f"{base}?{urlencode({'source': code})}",
                "received": received[code],
                "received_url": f"{base}?{urlencode({'target': code})}",
            }
            for code in busiest
            if sent[code] + received[code]
        ],
        "map_url": reverse("requirements:interactions-map", args=[programme.slug]),
    }


def map_context(programme: Programme) -> dict[str, Any]:
    """The interactions as a matrix of systems and as a diagram."""
    places, flows = _flows(programme)
    base = INTERACTIONS.url(programme.slug)
    codes = {flow["code"].rpartition("-")[2]: flow["code"] for flow in flows}
    objects = {flow["code"]: flow["business_object"] for flow in flows}
    blocks = matrix(places, flows, width=max(len(places), 1))
    title = _("Systems and the interactions between them")
    try:
        picture = flow_diagram(places, flows, title, _WIDE, _HIGH)
    except DiagramError:
        picture = None
    return {
        "blocks": [
            {
                "heads": block.heads,
                "rows": [
                    {
                        "code": row.code,
                        "name": row.name,
                        "cells": [
                            None
                            if cell is None
                            else [
                                {"text": number, "title": objects[codes[number]], "url": f"{base}{codes[number]}/"}
                                for number in cell
                            ]
                            for cell in row.cells
                        ],
                    }
                    for row in block.rows
                ],
            }
            for block in blocks
        ],
        "picture": picture,
        "total": len(flows),
    }
