"""How a state looks: icon, word and colour family, always the three together."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Look:
    """Icon (a name in the sprite) and family: met, risk, block, act (work going on) or off."""

    icon: str
    family: str


@dataclass(frozen=True, slots=True)
class State:
    """A state ready to show."""

    label: Any
    icon: str
    family: str

    @property
    def html(self) -> SafeString:
        """The state as markup: icon and word in the family's colour."""
        return _state_html(str(self.label), self.icon, self.family, boxed=False)

    @property
    def tag(self) -> SafeString:
        """The boxed form used in page heads."""
        return _state_html(str(self.label), self.icon, self.family, boxed=True)


def state_of(look: Look, label: Any) -> State:
    """The state with this look and this word."""
    return State(label, look.icon, look.family)


@lru_cache(maxsize=512)
def icon(name: str, css: str = "sg-i") -> SafeString:
    """An icon of the sprite, hidden from readers: the word beside it says the same."""
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', css, sprite_url(), name)


@lru_cache(maxsize=1)
def sprite_url() -> str:
    """Address of the icon sprite."""
    return static("img/icons.svg")


@lru_cache(maxsize=1024)
def _state_html(label: str, name: str, family: str, *, boxed: bool) -> SafeString:
    tag = "sg-st sg-tag" if boxed else "sg-st"
    return format_html('<span class="{} sg-st-{}">{}{}</span>', tag, family, icon(name), label)


LEVEL_BARS = {"high": 3, "medium": 2, "low": 1}


@lru_cache(maxsize=64)
def level_html(value: str, label: str) -> SafeString:
    """High, medium or low as three bars and the word; colour stays out, red is for what blocks."""
    bars = "".join(
        f'<rect class="{"on" if number < LEVEL_BARS.get(value, 0) else ""}" x="{number * 4}" '
        f'y="{8 - number * 4}" width="3" height="{4 + number * 4}"/>'
        for number in range(3)
    )
    return format_html(
        '<span class="sg-sev sg-sev-{}"><svg viewBox="0 0 12 12" aria-hidden="true">{}</svg>{}</span>',
        {"high": 5, "medium": 6}.get(value, 7),
        SafeString(bars),
        label,
    )


def act(
    title: Any, url: str, icon: str = "", *, primary: bool = False, stop: bool = False, post: bool = False
) -> dict[str, Any]:
    """An act in a page's head: a link, or with ``post`` a button; ``stop`` marks one that ends something."""
    return {
        "title": title,
        "url": url,
        "icon": icon,
        "primary": primary,
        "stop": stop,
        "method": "post" if post else "get",
    }
