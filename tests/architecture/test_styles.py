"""The one style sheet is that of all components, and no sheet lies about that no page would ever ask for."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import find

from portal.styles import COMPONENTS, SHEET

CSS = Path(settings.ROOT) / "static" / "css"


def test_the_sheet_holds_every_component_in_order():
    parts = [(CSS / f"{name}.css").read_text() for name in COMPONENTS]
    assert Path(find(SHEET)).read_text() == "\n".join(parts)


def test_every_sheet_is_a_component_or_that_of_a_phase():
    own = {getattr(config, "stylesheet", "") for config in apps.get_app_configs()} - {""}
    assert {path.name for path in CSS.glob("*.css")} == {f"{name}.css" for name in COMPONENTS} | {
        sheet.removeprefix("css/") for sheet in own
    }
