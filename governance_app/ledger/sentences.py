"""What the ledger says, as sentences for people."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance_app.ledger.models import Entry
from governance_app.ledger.registry import Act, ledger_acts, ledger_topics

#: An act of long ago that nobody declares any more.
_UNKNOWN = "{who} {act} {what}"


def sentence_html(code: str, *, who: Any, what: Any) -> SafeString:
    """The sentence of an act, with these people and subjects in their places."""
    act = ledger_acts.get(code) or Act(code, _UNKNOWN, {"act": code})
    return format_html(str(act.sentence), who=who, what=what, **act.words)


def subject_url(entry: Entry) -> str:
    """Where the act's subject can be seen, or nothing."""
    name, _colon, code = entry.subject.partition(":")
    topic, act = ledger_topics.get(name), ledger_acts.get(entry.act)
    if topic is None or topic.url is None or (act is not None and not act.linked):
        return ""
    return topic.url(entry.programme, code)


def subject_html(entry: Entry) -> SafeString:
    """The act's subject by its name, leading to its page where it has one."""
    url, label = subject_url(entry), entry.subject_label or entry.subject
    return format_html('<a href="{}">{}</a>', url, label) if url else format_html("{}", label)


def entry_html(entry: Entry) -> SafeString:
    """One row of the ledger as a sentence."""
    return sentence_html(entry.act, who=entry.actor_name or _("The portal"), what=subject_html(entry))
