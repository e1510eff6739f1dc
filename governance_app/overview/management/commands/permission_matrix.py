"""The rights as a Markdown page, ``docs/permissions.md``: which role may do what, and what guards each address.

The page is kept and compared with the code by a test: nobody is given a right without somebody reading it in a change.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from governance_app.overview.addresses import addresses
from governance_app.programmes.guards import ADMINISTRATORS, FOUNDERS, PUBLIC, SIGNED_IN
from governance_app.programmes.registry import Action, actions
from governance_app.programmes.states import Role
from governance_app.records.registry import record_kinds


class Command(BaseCommand):
    """``manage.py permission_matrix [--language zh-hans|en]``: what roles may do, and what guards what."""

    help = "Print the rights as Markdown."

    def add_arguments(self, parser: CommandParser) -> None:
        """The language to print in."""
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        with translation.override(options["language"]):
            self.stdout.write("\n".join([*_roles(), *_guards(), *_moves()]))


def _roles() -> Iterator[str]:
    yield f"# {_('Permissions')}"
    yield ""
    yield _("Which role may do what. The table is read from the code that decides, and is asked at every page and act.")
    groups: dict[str, list[Action]] = {}
    for row in actions:
        groups.setdefault(str(row.group), []).append(row)
    for title, rows in groups.items():
        yield from _table(title, [_("Action"), *(str(role.label) for role in Role)], ":-:")
        for row in rows:
            yield _line(f"{row.title}<br>`{row.code}`", *("●" if role in row.roles else "" for role in Role))


def _guards() -> Iterator[str]:
    """Every address with what it takes: one of the acts named, or what is said in words."""
    rows = sorted((row.route, method, row.name, said) for row in addresses() for method, said in row.declared().items())
    for title, of_api in ((_("What guards each page"), False), (_("What guards each call of the API"), True)):
        yield from _table(title, [_("Path"), _("Name"), _("Takes one of")], "---")
        for route, method, name, said in rows:
            if bool(method) == of_api:
                yield _line(f"{method.upper()} `/{_escaped(route)}`".strip(), f"`{name}`" if name else "", _said(said))


def _said(permission: Any) -> str:
    words = {
        PUBLIC: _("open to everybody"),
        SIGNED_IN: _("everybody signed in"),
        FOUNDERS: _("who may set up programmes"),
        ADMINISTRATORS: _("who may set up people"),
    }
    return words[permission] if isinstance(permission, str) else _acts(permission or ())


def _moves() -> Iterator[str]:
    """Every move of a record from one state to another, with the act it takes."""
    yield from _table(
        _("What guards each move of a record"),
        [_("Move"), _("State before"), _("State after"), _("Takes one of")],
        "---",
    )
    for kind in record_kinds:
        for move in kind.moves or ():
            sources = " ".join(f"`{state}`" for state in sorted(move.sources))
            yield _line(f"`{kind.slug}` `{move.code}`", sources, f"`{move.target}`", _acts([move.action]))


def _table(title: str, heads: list[str], marks: str) -> Iterator[str]:
    yield from ("", f"## {title}", "", _line(*heads), _line("---", *([marks] * (len(heads) - 1))))


def _acts(codes: Iterable[str]) -> str:
    return " ".join(f"`{code}`" for code in sorted(codes))


def _escaped(route: str) -> str:
    return route.replace("|", "\\|")


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
