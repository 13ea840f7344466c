"""What a card cannot show is named, with the way out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import markdown, plain
from bot.render.markdown import faults, is_address


@pytest.mark.parametrize(
    ("source", "telling"),
    [
        ("<b>x</b>", "HTML"),
        ("<div>\nx\n</div>", "HTML"),
        ("![x](https://e.com/x.png)", "pictures"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "tables"),
        ("[x](javascript:alert)", ""),
        ("[x](ftp://e.com)", "ftp://e.com"),
        ("[note]: word", "[NOTE]"),
        ("[a]: https://e.com\n[a]: https://f.com\n\n[a]", "[A]"),
        ("- " * 40 + "word", "fewer levels"),
    ],
)
def test_what_cannot_be_shown_is_a_fault(source: str, telling: str) -> None:
    found = faults(source)

    assert telling in " ".join(found)
    assert bool(found) is bool(telling)


@pytest.mark.parametrize(
    "source",
    [
        "# h\n\n- *a*\n- `b <c>`\n\n> q",
        "a < b",
        "a | b",
        ":x:",
        "[a]: https://e.com\n\nsee [a]",
    ],
)
def test_what_can_be_shown_is_none(source: str) -> None:
    assert faults(source) == ()


@pytest.mark.parametrize("href", ["https://e.com", "http://e.com/a", "mailto:a@e.com"])
def test_an_address_can_be_followed(href: str) -> None:
    assert is_address(href)


@pytest.mark.parametrize("href", ["javascript:x", "/path", "", None, "https:// x"])
def test_anything_else_cannot(href: object) -> None:
    assert not is_address(href)


signs = st.sampled_from(
    ["a", "b1", " ", "  ", "\n", "\n\n", "*", "_", "__", "`", "```", "[", "]", "(", ")",
     "<", ">", "<b>", "&lt;", "&", "\\", "#", "# ", "- ", "+ ", "1. ", "2) ", "=", "===",
     "---", "~", "~~", "|", "| - |", "!", "http://a.b", "[a]: http://b", "    ", "\t",
     "a@b.c", ":x:"]
)  # fmt: skip


@given(st.lists(signs, max_size=12).map("".join))
def test_any_text_can_be_shown_letter_for_letter(text: str) -> None:
    lines = [" ".join(line.split()) for line in text.strip().split("\n")]
    as_it_stands = re.sub(r"\n\n+", "\n\n", "\n".join(lines))

    made = markdown.literal(text)

    assert markdown.faults(made) == ()
    assert plain.markdown(made) == as_it_stands


def test_a_documents_headings_and_tables_are_found_with_their_lines() -> None:
    elsewhere = "- | c |\n  |---|\n\n~~~\n| d |\n|---|\n"
    text = "# One `two`\n\nwords\n\n| a |\n|---|\n| b |\n\n" + elsewhere

    assert [*markdown.outline(text)] == [
        markdown.Block(0, 1, "One two"),
        markdown.Block(4, 7, None),
    ]


def test_a_named_address_that_cannot_be_followed_stays_as_written() -> None:
    assert plain.markdown("[a]\n\n[a]: ftp://b.c") == "[a]\n\n[a]: ftp://b.c"
