"""XML from strangers: no document type, so no entities; bounded in size, depth and number of elements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NoReturn
from xml.parsers import expat

from django.utils.translation import gettext as _

from governance_app.errors import Empty, Invalid, Malformed, TooLarge

EntitiesDeclared = Invalid.coded("entities")
TooDeep = Invalid.coded("too-deep")

MOST_BYTES = 2 * 1024 * 1024
MOST_DEPTH = 60
MOST_ELEMENTS = 20_000
_APART = "\x1f"


@dataclass(slots=True)
class Element:
    """An element: namespace, name, attributes, children, its own text."""

    space: str
    name: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def get(self, name: str) -> str:
        """An attribute without namespace, or nothing."""
        return self.attributes.get(name, "").strip()

    def named(self, *names: str) -> list[Element]:
        """The children with one of the names."""
        return [child for child in self.children if child.name in names]


def xml_read(data: bytes | str) -> Element:
    """The root of a document. Refuses what is too large, too deep or has a document type, and what is no XML."""
    if not data.strip():
        raise Empty(_("The file is empty."))
    if len(data) > MOST_BYTES:
        text = _("The file is larger than %(most)s MB; a drawn process is far smaller.")
        raise TooLarge(text % {"most": MOST_BYTES // 1024 // 1024})
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=_APART)
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.words
    parser.StartDoctypeDeclHandler = _refuse_type
    parser.EntityDeclHandler = _refuse_type
    parser.ExternalEntityRefHandler = _refuse_type
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        text = _("The file is not well-formed XML: line %(line)s, column %(column)s.")
        raise Malformed(text % {"line": error.lineno, "column": error.offset + 1}) from error
    except (LookupError, ValueError) as error:
        text = _("The file's encoding cannot be read; please save it as UTF-8.")
        raise Malformed(text) from error
    if builder.root is None:
        raise Empty(_("The file is empty."))
    return builder.root


def _refuse_type(*_parts: Any) -> NoReturn:
    text = _(
        "The file declares a document type or entities. Such files are not read: they can reach outside themselves."
    )
    raise EntitiesDeclared(text)


class _Builder:
    """Makes the tree while the file is read, and stops at the bounds."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS:
            text = _("The file has more than %(most)s elements.") % {"most": MOST_ELEMENTS}
            raise TooLarge(text)
        if len(self.open) >= MOST_DEPTH:
            text = _("The file is nested more than %(most)s levels deep.") % {"most": MOST_DEPTH}
            raise TooDeep(text)
        space, _mark, local = name.rpartition(_APART)
        element = Element(space, local, {key.replace(_APART, " "): value for key, value in attributes.items()})
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _name: str) -> None:
        self.open.pop()

    def words(self, text: str) -> None:
        self.open[-1].text += text
