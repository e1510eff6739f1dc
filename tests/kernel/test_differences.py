"""What differs between two texts loses nothing of either and lets no markup through."""

import re
from html import unescape

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from governance_app.base.differences import difference_html, field_changes

TEXT = st.text(st.sampled_from("接口响应不超过秒 abc123.%<>&\"'\n"), max_size=40)
WHOLE = re.compile(r"<del>(?P<old>[^<]*)</del> <ins>(?P<new>[^<]*)</ins>", re.DOTALL)


def sides(html: str) -> tuple[str, str]:
    """The old and the new text as the markup tells them."""
    if whole := WHOLE.fullmatch(html):
        return unescape(whole["old"]), unescape(whole["new"])
    old = re.sub(r"<ins>.*?</ins>", "", html, flags=re.DOTALL)
    new = re.sub(r"<del>.*?</del>", "", html, flags=re.DOTALL)
    return unescape(re.sub(r"</?del>", "", old)), unescape(re.sub(r"</?ins>", "", new))


@given(TEXT, TEXT)
def test_both_texts_can_be_read_from_it(old: str, new: str) -> None:
    assert sides(difference_html(old, new)) == (old, new)


@given(TEXT, TEXT)
def test_it_is_safe_and_holds_no_markup_but_its_own(old: str, new: str) -> None:
    html = difference_html(old, new)
    assert isinstance(html, SafeString)
    assert not re.findall(r"<(?!/?(?:del|ins)>)", html)


@pytest.mark.parametrize(
    ("old", "new", "html"),
    [
        ("不超过 3 秒", "不超过 2 秒", "不超过 <del>3</del><ins>2</ins> 秒"),
        ("响应 1000 次", "响应 2000 次", "响应 <del>1000</del><ins>2000</ins> 次"),
        ("财务部", "财务部", "财务部"),
        ("", "新增", "<ins>新增</ins>"),
        ("删去", "", "<del>删去</del>"),
        ("<b>", "<i>", "&lt;<del>b</del><ins>i</ins>&gt;"),
    ],
)
def test_it_marks_the_smallest_piece(old: str, new: str, html: str) -> None:
    assert difference_html(old, new) == html


def test_texts_with_little_in_common_are_replaced_as_wholes() -> None:
    assert difference_html("审批时长减半", "每月对账一次") == "<del>审批时长减半</del> <ins>每月对账一次</ins>"


def test_very_long_texts_are_replaced_as_wholes() -> None:
    old, new = "接口" * 1500, "接口" * 1499 + "服务"
    assert difference_html(old, new) == f"<del>{old}</del> <ins>{new}</ins>"


def test_fields_are_compared_as_they_read_in_the_order_of_their_titles() -> None:
    titles = {"title": "标题", "priority": "优先级", "note": "备注"}
    old, new = {"priority": "high", "title": "旧题", "note": None}, {"title": "新题", "priority": "low", "note": ""}
    words = {"high": "高", "low": "低"}
    found = list(field_changes(titles, old, new, lambda _name, value: words.get(value, value or "")))
    assert found == [("标题", "旧题", "新题"), ("优先级", "高", "低")]
    assert found[1].html == "<del>高</del> <ins>低</ins>"
