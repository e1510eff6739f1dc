"""``{% load processes %}``: the flow chart of a process in a document."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from requirements_app.processes.lanepaper import chart_svg
from requirements_app.processes.rules import Figures, chart_of, flow_figures, flow_read

register = template.Library()


@register.simple_tag
def process_chart(process: Mapping[str, Any], title: str, width_mm: float, height_mm: float) -> SafeString:
    """The process's flow chart, fitted; empty without steps, and where it would be too small to be read."""
    steps = flow_read(process["steps"])
    if not steps:
        return SafeString("")
    return SafeString(chart_svg(chart_of(steps), title=str(title), width_mm=width_mm, height_mm=height_mm))


@register.simple_tag
def process_figures(process: Mapping[str, Any]) -> Figures:
    """The process in figures."""
    return flow_figures(flow_read(process["steps"]), process["systems"])
