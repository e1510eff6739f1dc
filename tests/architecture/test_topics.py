"""A phase is laid out by topic: every folder of it is known for what it is."""

from pathlib import Path

import pytest
from django.apps import apps

from governance_app.apps import DECLARING_MODULES

PHASES = [config for config in apps.get_app_configs() if hasattr(config, "topics")]
#: Folders of a phase that are no topics.
ASIDE = {"blueprints", "demo", "locale", "management", "migrations", "templatetags"}
phases = pytest.mark.parametrize("config", PHASES, ids=lambda config: config.label)


def folders(place: Path) -> set[str]:
    return {each.name for each in place.iterdir() if each.is_dir() and not each.name.startswith("_")}


@phases
def test_every_folder_is_a_topic_that_is_read_at_start_or_known_to_be_none(config):
    assert folders(Path(config.path)) - ASIDE == set(config.topics)
    assert len(set(config.topics)) == len(config.topics)


@phases
def test_a_topic_keeps_its_declarations_where_they_are_read(config):
    """A declaring module deeper down would be found by nobody."""
    for topic in config.topics:
        for each in (Path(config.path) / topic).rglob("*"):
            if each.stem in DECLARING_MODULES and each.parent.name not in {topic, *DECLARING_MODULES}:
                pytest.fail(f"{each}: not read at start")
