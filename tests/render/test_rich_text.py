"""Markdown becomes Slack's rich text without losing a word."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.plain import markdown as plain
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


def test_a_paragraph_stands_apart_from_the_heading_after_it() -> None:
    first, _ = elements("one\n\n# two")

    assert flat(first) == "one\n"


def test_a_quote_holds_lists_and_code_as_lines() -> None:
    [quote] = elements("> so:\n>\n> 2. a\n> 3. b\n>    - c\n>\n> ```\n> code\n> ```")

    assert flat(quote) == "so:\n2. a\n3. b\n• c\ncode"
    assert quote["elements"][-1]["style"] == {"code": True}


def test_a_list_item_holds_several_paragraphs_and_code() -> None:
    [items] = elements("- a\n\n  > b\n\n      code\n-")

    assert [flat(item) for item in items["elements"]] == ["a\nb\ncode", " "]


def test_a_link_too_long_for_slack_is_words() -> None:
    [word] = runs(f"[x](https://e.com/{'é' * 1900})")

    assert word == {"type": "text", "text": "x"}


def test_task_lists_are_text() -> None:
    [items] = elements("- [ ] to do\n- [x] done")

    assert [flat(item) for item in items["elements"]] == ["[ ] to do", "[x] done"]


@pytest.mark.parametrize(
    "markdown",
    [
        "> " * 25 + "word",
        "- " * 12 + "word",
        "- " * 900 + "word",
        "[note]: word",
        "> " * 900 + "word",
        "[a]: https://e.com\n[a]: word\n\n[a]",
    ],
)
def test_words_that_markdown_would_drop_are_shown(markdown: str) -> None:
    assert "word" in " ".join(map(flat, elements(markdown)))
    assert "word" in plain(markdown)


words = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
shapes = st.sampled_from(
    [
        "{}",
        "**{}**",
        "*{}",
        "~~{}~~",
        "`{}`",
        "``{}",
        "\n\n- {}\n",
        "\n- [ ] {}",
        "\n\n1. {}\n   - inner\n",
        "\n\n> {}\n\n",
        "> > {}",
        "- - - - {}",
        "\n\n```\n{}\n```\n\n",
        "\n\n    {}\n\n",
        "\n\n## {}\n\n",
        "{}\n===\n",
        "\n---\n",
        "[{}](https://example.com)",
        "[{}](ftp://example.com)",
        "[{}][]",
        "\n\n[{}]: ftp\n\n",
        "![{}](x.png)",
        "<b>{}</b>",
        "<!-- {} -->",
        "&{};",
        "\\{}",
        ":{}:",
        "| {} | b |\n|---|---|\n",
    ]
)
pieces = st.builds(str.format, shapes, words)


@given(st.lists(pieces, max_size=12))
def test_no_word_is_lost(parts: list[str]) -> None:
    markdown = " ".join(parts)
    there, read = " ".join(map(flat, elements(markdown))), plain(markdown)

    for word in re.findall(r"[a-z]+", re.sub(r"\]\(.*?\)|&[a-z]+;", "]", markdown)):
        assert word in there
        assert word in read


@given(st.lists(pieces | st.text(max_size=5), max_size=12))
def test_every_run_shows_something(parts: list[str]) -> None:
    def inmost(one: dict[str, Any]) -> list[dict[str, Any]]:
        inner = one.get("elements")
        return [one] if inner is None else [run for part in inner for run in inmost(part)]

    for one in elements("".join(parts)):
        assert one["elements"]
        assert all(run.get("text") or run.get("name") for run in inmost(one))
