"""The permission matrix as a Markdown page: what ``docs/permissions.md`` is made of."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from governance_app.programmes.registry import Action, actions
from governance_app.programmes.states import Role


class Command(BaseCommand):
    """``manage.py permission_matrix [--language zh-hans|en]``: role by role, what may be done."""

    help = "Print the permission matrix as Markdown."

    def add_arguments(self, parser: CommandParser) -> None:
        """The language to print in."""
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        with translation.override(options["language"]):
            self.stdout.write("\n".join(_page()))


def _page() -> Iterator[str]:
    yield f"# {_('Permissions')}"
    yield ""
    yield _("Which role may do what. The table is read from the code that decides, and is asked at every page and act.")
    groups: dict[str, list[Action]] = {}
    for row in actions:
        groups.setdefault(str(row.group), []).append(row)
    for title, rows in groups.items():
        yield ""
        yield f"## {title}"
        yield ""
        yield _line(_("Action"), *(str(role.label) for role in Role))
        yield _line("---", *(":-:" for _role in Role))
        for row in rows:
            yield _line(f"{row.title}<br>`{row.code}`", *("●" if role in row.roles else "" for role in Role))


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
