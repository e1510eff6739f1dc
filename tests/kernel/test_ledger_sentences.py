"""The ledger speaks in whole sentences, in both languages."""

import re

import pytest
from django.utils import translation

from governance_app.ledger.models import Entry
from governance_app.ledger.registry import ledger_acts
from governance_app.ledger.sentences import entry_html, sentence_html


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_act_is_one_sentence_that_names_who_and_what(language: str) -> None:
    with translation.override(language):
        for act in ledger_acts:
            said = sentence_html(act.code, who="WHO", what="WHAT")
            assert {"WHO", "WHAT"} <= set(re.findall("WHO|WHAT", said)), act.code
            chinese = re.search(
                "[\u4e00-\u9fff]", str(act.sentence).format(who="", what="", **dict.fromkeys(act.words, ""))
            )
            assert bool(chinese) == (language == "zh-hans"), act.code


def test_who_and_what_stand_where_the_language_wants_them() -> None:
    entry = Entry(act="meetings.minutes", subject="meetings:M-001", subject_label="M-001 例会", programme="office")
    entry.actor_name = "王喆"
    link = '<a href="/programmes/office/planning/meetings/M-001/">M-001 例会</a>'
    assert entry_html(entry) == f"王喆编写会议 {link} 的纪要"
    with translation.override("en"):
        assert entry_html(entry) == f"王喆 wrote the minutes of meeting {link}"


def test_names_are_no_markup() -> None:
    entry = Entry(act="vote.cast", subject="review:GR-01-1", subject_label="<b>", actor_name="{what}<i>", programme="x")
    assert entry_html(entry).startswith("{what}&lt;i&gt;在评审中投票：<a href=")
    assert "&lt;b&gt;" in entry_html(entry)


def test_what_was_removed_is_named_and_not_linked() -> None:
    entry = Entry(act="systems.removed", subject="systems:SYS-001", actor_name="李工", programme="office")
    assert entry_html(entry) == "李工移除系统 systems:SYS-001"


def test_an_act_that_nobody_declares_any_more_is_told_by_its_code() -> None:
    assert sentence_html("harvest.begun", who="A", what="B") == "A harvest.begun B"
