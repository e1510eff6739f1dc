"""``{% load paper %}``: words, figures, numbering, small tables and pictures for papers."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from governance_app.paper import diagrams, rendering, tables, words
from governance_app.paper.outline import Heading, Outline, codes_of
from governance_app.phases import Phase

register = template.Library()

register.filter("label", words.label)
register.filter("short_hash", words.hash_short)
register.filter("hash_ends", words.hash_ends)
register.filter("hash_groups", words.hash_groups)
register.filter("day", words.day)
register.filter("moment", words.moment)
register.filter("figure", words.figure)
register.simple_tag(words.relative_change, name="relative_change")
register.simple_tag(tables.crosstab, name="crosstab")
register.simple_tag(tables.subtotals, name="subtotals")
register.simple_tag(tables.total, name="total")
register.simple_tag(tables.citing, name="citing")
register.simple_tag(tables.matrix, name="matrix")
register.simple_tag(words.page_words, name="page_words")


class NumberedNode(template.Node):
    """Renders what it encloses, numbering as it goes, and keeps the text and its outline for later."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        """Put ``outline``, ``known`` (codes that may be linked to) and ``body`` into the context."""
        context["outline"] = Outline()
        context["known"] = codes_of(context["content"])
        context["body"] = self.nodelist.render(context)
        return ""


@register.tag
def numbered(parser: Parser, _token: Token) -> NumberedNode:
    """``{% numbered %}…{% endnumbered %}``: write the chapters first, so that the contents can list them."""
    nodelist = parser.parse(("endnumbered",))
    parser.delete_first_token()
    return NumberedNode(nodelist)


@register.simple_tag(takes_context=True)
def chapter(context: Context, title: str, anchor: str) -> SafeString:
    """A numbered chapter heading."""
    return _written("h1", context["outline"].chapter(str(title), anchor))


@register.simple_tag(takes_context=True)
def appendix(context: Context, title: str, anchor: str) -> SafeString:
    """A heading after the last chapter, without a number."""
    return _written("h1", context["outline"].appendix(str(title), anchor))


@register.simple_tag(takes_context=True)
def section(context: Context, title: str, anchor: str) -> SafeString:
    """A numbered section heading."""
    return _written("h2", context["outline"].section(str(title), anchor))


@register.simple_tag(takes_context=True)
def table_caption(context: Context, title: str) -> SafeString:
    """The numbered caption of a table."""
    return _written("caption", context["outline"].table(str(title)))


@register.simple_tag(takes_context=True)
def figure_caption(context: Context, title: str) -> SafeString:
    """The numbered caption of a figure."""
    return _written("figcaption", context["outline"].figure(str(title)))


_MARKUP = {
    "h1": '<h1 id="{}">{}{}{}</h1>',
    "h2": '<h2 id="{}">{}{}{}</h2>',
    "caption": '<caption id="{}">{}{}{}</caption>',
    "figcaption": '<figcaption id="{}">{}{}{}</figcaption>',
}


def _written(element: str, heading: Heading) -> SafeString:
    gap = " " if heading.number else ""
    return format_html(_MARKUP[element], heading.anchor, heading.number, gap, heading.title)


@register.simple_tag(takes_context=True)
def of_phase(context: Context, number: int) -> str:
    """Say to which phase the paper belongs; the cover shows it."""
    context["outline"].phase = f"{number} {Phase(number).label}"
    return ""


@register.simple_tag
def names_of(records: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Names by code."""
    return {str(record["code"]): str(record["name"]) for record in records}


@register.filter
def named(codes: str | Sequence[str], names: Mapping[str, str]) -> SafeString:
    """Codes as links that read as the names of what they stand for."""
    return _links([(code, names.get(code, code)) for code in _listed(codes)], frozenset(names))


@register.filter
def refs(codes: str | Sequence[str] | None, known: frozenset[str]) -> SafeString:
    """Codes as links to where the paper describes them; those it does not describe stay plain."""
    return _links([(code, code) for code in _listed(codes)], known)


def _listed(codes: str | Sequence[str] | None) -> list[str]:
    return [codes] if isinstance(codes, str) and codes else list(codes or [])


def _links(pairs: list[tuple[str, str]], known: frozenset[str]) -> SafeString:
    if not pairs:
        return SafeString(words.NOTHING)
    parts = [
        format_html('<a href="#{}">{}</a>', code, text) if code in known else conditional_escape(text)
        for code, text in pairs
    ]
    return mark_safe(gettext(", ").join(parts))


@register.filter
def listed(values: str | Sequence[str]) -> str:
    """A list of words in one line, parted as the language parts them."""
    return gettext(", ").join(values.split("\n") if isinstance(values, str) else values) or words.NOTHING


@register.simple_tag
def flow_diagram(
    places: Sequence[Mapping[str, Any]],
    flows: Sequence[Mapping[str, Any]],
    title: str,
    width_mm: float,
    height_mm: float,
) -> SafeString:
    """Systems as boxes and what flows between them as arrows; empty when there are too many to be read.

    Flows between the same two systems with the same direction and mode share one arrow.
    """
    taking_part = {flow["source"] for flow in flows} | {flow["target"] for flow in flows}
    nodes = [
        diagrams.Node(place["code"], place["name"], fading=place["life_cycle"] != "keep")
        for place in places
        if place["code"] in taking_part
    ]
    merged: dict[tuple[str, str, str, str], list[Mapping[str, Any]]] = {}
    for flow in flows:
        key = (flow["source"], flow["target"], flow["direction"], flow["mode"])
        merged.setdefault(key, []).append(flow)
    edges = [
        diagrams.Edge(
            source,
            target,
            "\n".join(dict.fromkeys(flow["business_object"] for flow in group)),
            both_ways=direction == "two_way",
            batch=mode == "batch",
            urgent=any(flow["priority"] == "high" for flow in group),
        )
        for (source, target, direction, mode), group in merged.items()
    ]
    if not diagrams.drawable(nodes, edges):
        return SafeString("")
    picture = diagrams.network_svg(nodes, edges, title=str(title), width_mm=width_mm, height_mm=height_mm)
    return mark_safe(picture)


@register.simple_tag
def qr(text: str) -> SafeString:
    """``text`` as a QR code."""
    return mark_safe(rendering.qr_svg(text))


@register.simple_tag
def watermark(state: str) -> SafeString:
    """A style sheet that sets the state's word behind every page, or nothing for a state without one."""
    word = words.WATERMARKS.get(state)
    if word is None:
        return SafeString("")
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 210" width="210mm" height="210mm">'
        f'<text x="105" y="105" transform="rotate(-32 105 105)" text-anchor="middle" font-size="{_size(word)}" '
        'font-family="Noto Sans CJK SC" font-weight="700" letter-spacing="1.5" fill="#59625e" fill-opacity="0.1">'
        f"{word}</text></svg>"
    )
    data = b64encode(picture.encode()).decode()
    return mark_safe(f'<style>@page {{ background: url("data:image/svg+xml;base64,{data}") no-repeat center }}</style>')


def _size(word: str) -> int:
    """Type size in millimetres at which the word spans the page."""
    return 24 if len(word) < 10 else 17  # noqa: PLR2004 - SUPERSEDED is half as long again as the others
