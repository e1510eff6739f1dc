"""Where packs of evidence come from: each source knows what belongs into a pack about one of its things."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from governance_app.documents.models import Revision
from governance_app.errors import Conflict
from governance_app.programmes.models import Programme
from governance_app.registry import Registry

NotReady = Conflict.coded("not-ready")


@dataclass(frozen=True, slots=True)
class ExtraFile:
    """A file of a source's own, put into the pack under ``extra/``."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Declared:
    """Something declared in an act of the ledger, whose hash stands in that act's row: a vote, a frozen review."""

    act: str
    subject: str
    value: Any
    hash: str


@dataclass(frozen=True, slots=True)
class PackContents:
    """What a pack is about and what goes into it.

    What is ``declared`` is put into ``extra/declared.json`` and checked against its hashes and the ledger.
    """

    title: str
    revisions: Sequence[Revision]
    extra_files: Sequence[ExtraFile] = ()
    declared: Sequence[Declared] = ()


#: Gives the contents for a programme and the thing's id; refuses (``Refusal``) what cannot be packed yet.
PackSource = Callable[[Programme, str], PackContents]

pack_sources: Registry[PackSource] = Registry("sources of evidence packs")


def pack_source(code: str) -> Callable[[PackSource], PackSource]:
    """Declare where packs of this sort come from."""

    def declare(source: PackSource) -> PackSource:
        return pack_sources.add(code, source)

    return declare
