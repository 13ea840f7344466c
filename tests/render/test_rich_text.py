"""Markdown becomes Slack's rich text without losing a word."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.rich_text import elements


def flat(element: dict[str, Any]) -> str:
    """All words of an element."""
    if element["type"] == "emoji":
        return f":{element['name']}:"
    return str(element.get("text", "")) + "".join(map(flat, element.get("elements", [])))


def runs(markdown: str) -> list[dict[str, Any]]:
    [section] = elements(markdown)
    return list(section["elements"])


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**b**", {"type": "text", "text": "b", "style": {"bold": True}}),
        ("*i*", {"type": "text", "text": "i", "style": {"italic": True}}),
        ("~~s~~", {"type": "text", "text": "s", "style": {"strike": True}}),
        ("`c`", {"type": "text", "text": "c", "style": {"code": True}}),
        ("# h", {"type": "text", "text": "h", "style": {"bold": True}}),
        (":wave:", {"type": "emoji", "name": "wave"}),
        ("[l](https://e.com)", {"type": "link", "url": "https://e.com", "text": "l"}),
        ("<!channel>", {"type": "text", "text": "<!channel>"}),
        ("10:30:45", {"type": "text", "text": "10:30:45"}),
    ],
)
def test_a_run_has_its_style(markdown: str, expected: dict[str, Any]) -> None:
    assert runs(markdown) == [expected]


def test_styles_stand_inside_one_another() -> None:
    assert runs("***x***")[0]["style"] == {"italic": True, "bold": True}


def test_a_link_to_anything_but_the_web_is_words() -> None:
    assert all(run["type"] == "text" for run in runs("[x](ftp://e.com)"))


def test_lists_nest_by_indent_and_numbers_go_on() -> None:
    lists = elements("3. a\n   - b\n4. c")

    assert [(one["style"], one["indent"], one.get("offset")) for one in lists] == [
        ("ordered", 0, 2),
        ("bullet", 1, None),
        ("ordered", 0, 3),
    ]


def test_quotes_and_code_stand_by_themselves() -> None:
    kinds = [one["type"] for one in elements("> q\n\n```\ncode\n```\n\n---\n\ntext")]

    assert kinds == [
        "rich_text_quote",
        "rich_text_preformatted",
        "rich_text_section",
        "rich_text_section",
    ]


def test_two_paragraphs_do_not_touch() -> None:
    first, _ = elements("one\n\ntwo")

    assert flat(first) == "one\n"


words = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
pieces = st.one_of(
    words,
    words.map("**{}**".format),
    words.map("`{}`".format),
    words.map("\n\n- {}\n".format),
    words.map("\n\n> {}\n\n".format),
    words.map("\n\n```\n{}\n```\n\n".format),
    words.map("[{}](https://example.com)".format),
    words.map("\n\n## {}\n\n".format),
    words.map("![{}](x.png)".format),
    words.map("<b>{}</b>".format),
    words.map("\n\n1. {}\n   - inner\n".format),
)


@given(st.lists(pieces, max_size=12))
def test_no_word_is_lost(parts: list[str]) -> None:
    markdown = " ".join(parts)
    there = " ".join(map(flat, elements(markdown)))

    for word in re.findall(r"[a-z]+", re.sub(r"\]\(.*?\)", "]", markdown)):
        assert word in there
