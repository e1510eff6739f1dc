"""What a page says, read from its markup as a reader would."""

import html
import re
from html.parser import HTMLParser
from typing import Any

_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CODE = re.compile(r'href="[^"]*/([A-Z]+-\d+)/"')
_SILENT = {"script", "style", "svg"}


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        self.found += [value for name, value in attrs if name in {"aria-label", "placeholder", "title"} and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._silent:
            self.found.append(" ".join(data.split()))


def body(response: Any) -> str:
    """The page's markup."""
    return response.content.decode()


def texts(response: Any) -> list[str]:
    """Every text a reader sees or hears, one by one."""
    parser = _Texts()
    parser.feed(body(response))
    return parser.found


def text(response: Any) -> str:
    """All texts of the page in one string."""
    return " ".join(texts(response))


def main(response: Any) -> str:
    """The page without the shell around it."""
    found = re.search(r"<main\b.*</main>", body(response), re.DOTALL)
    assert found
    return found.group()


def _list(response: Any) -> str:
    """The list itself where the page has one, without the panels above it."""
    return body(response).partition(" data-sg-list")[2] or body(response)


def listed(response: Any) -> list[str]:
    """The codes of a list's rows, in their order."""
    table = re.search(r"<tbody>(.*?)</tbody>", _list(response), re.DOTALL)
    if table is None:
        return []
    return [found.group(1) for row in _ROW.findall(table.group(1)) if (found := _CODE.search(row))]


def heads(response: Any) -> list[str]:
    """The titles of a list's columns."""
    table = re.search(r"<thead>(.*?)</thead>", _list(response), re.DOTALL)
    assert table
    cells = re.findall(r"<th\b[^>]*>(.*?)</th>", table.group(1), re.DOTALL)
    return [re.sub(r"<[^>]*>", "", cell).strip() for cell in cells if "type=" not in cell]


def links(response: Any) -> list[str]:
    """Where the page leads."""
    return [html.unescape(found) for found in re.findall(r'(?:href|action)="([^"#]*)"', body(response))]


def errors(response: Any) -> list[str]:
    """The summary of what kept a form from being saved."""
    found = re.search(r'<div class="sg-errsum".*?</div>', body(response), re.DOTALL)
    return re.findall(r"<li>(.*?)</li>", found.group(), re.DOTALL) if found else []
