"""Nobody gains or loses a right unseen: what ``docs/permissions.md`` says and what the code does are one."""

from difflib import unified_diff
from io import StringIO

from django.core.management import call_command

from governance_app.overview.addresses import addresses
from governance_app.programmes.registry import actions
from tests.architecture.rights import PAGE, rights

HOW = "read the differences; where they are meant: .venv/bin/python manage.py permission_matrix > docs/permissions.md"


def test_every_right_is_written_as_the_code_grants_it():
    written = StringIO()
    call_command("permission_matrix", language="zh-hans", stdout=written)
    kept, found = (text.splitlines() for text in (PAGE.read_text(encoding="utf-8"), written.getvalue()))
    differences = list(unified_diff(kept, found, "docs/permissions.md", "the code", lineterm="", n=0))
    assert not differences, "\n".join([HOW, *differences])


def test_every_act_and_every_address_is_read_back_from_the_page():
    """The page is what the matrix expects, so that nothing of it may be lost on the way."""
    assert {act: frozenset(map(str, actions[act].roles)) for act in actions.codes()} == rights().roles
    declared = {
        (f"/{address.route}", method.upper()): set(said) if isinstance(said, tuple) else set()
        for address in addresses()
        for method, said in address.declared().items()
    }
    assert {key: set(acts) for key, acts in rights().guards.items()} == declared
