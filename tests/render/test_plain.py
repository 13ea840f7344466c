"""A reply as plain text, in the terminal and as Slack's fallback."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.explainer import Explainer
from bot.glossary import Glossary, Section, Term
from bot.render.plain import LONGEST_FALLBACK, WIDTH, fallback, markdown, text
from bot.reply import Reply, unknown

from ..glossaries import explainer


def asked(question: str) -> Reply:
    reply = explainer().asked(question).reply
    assert reply is not None
    return reply


def test_a_card_reads_well_in_a_terminal() -> None:
    assert text(asked("sprint")) == "\n".join(
        [
            "Sprint",
            "also: iteration, timebox",
            "",
            "A fixed stretch of days in which a team finishes what it chose.",
            "",
            "Related:",
            "  1. Velocity",
            "  2. Backlog",
            "  3. Release",
            "",
            "  m. Read more",
        ]
    )


def test_suggestions_are_numbered_below_their_question() -> None:
    assert "Did you mean:\n\n  1. Sprint" in text(asked("spring"))


def test_details_have_sections_and_contrasts() -> None:
    shown = text(explainer().details("Sprint"))

    assert "Length\n• one week\n• or two" in shown
    assert "Sprint vs. Release\nA sprint ends by the clock." in shown


def test_two_terms_stand_one_after_the_other() -> None:
    shown = text(asked("sprint vs release"))

    assert shown.startswith("Sprint vs. Release\n")
    assert text(asked("sprint vs velocity")).startswith("Sprint and Velocity\n")

    assert shown.index("clock") < shown.index("A fixed stretch") < shown.index("reaches")


def test_contents_are_listed() -> None:
    assert "• Velocity" in text(explainer().contents())


def test_all_that_an_entry_carries_is_shown() -> None:
    full = Term(
        "Full", "…", expansion="Fully", owner="Ana", reviewed=date(2026, 1, 2),
        url="https://example.com", sections=(Section("S", "s"),),
    )  # fmt: skip
    live = Explainer(lambda: Glossary((full,)))

    for part in ("Fully", "kept by Ana · reviewed 2026-01-02", "https://example.com"):
        assert part in text(live.expand("Full"))
    assert "https://example.com" in text(live.details("Full"))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a *b* `c` **d**", "a b c d"),
        ("one\ntwo\n\nthree", "one two\n\nthree"),
        ("so:\n\n- x\n- y\n  1. z", "so:\n• x\n• y\n  1. z"),
        ("> q", "| q"),
        ("```\ncode\n```", "    code"),
        ("[l](https://e.com) <https://e.com>", "l (https://e.com) https://e.com"),
        ("a  \nb", "a\nb"),
        ("---", "———"),
    ],
)
def test_markdown_is_read_as_text(source: str, shown: str) -> None:
    assert markdown(source) == shown


def test_long_lines_wrap_under_their_own_beginning() -> None:
    live = Explainer(lambda: Glossary((Term("Long", "- " + "word " * 40),)))

    lines = text(live.expand("Long")).split("\n")

    assert max(map(len, lines)) <= WIDTH
    assert lines[3].startswith("  word")


def test_the_fallback_is_escaped_and_notifies_nobody() -> None:
    said = fallback(unknown("<!channel> @here & @Channel"))

    assert "&lt;!channel&gt;" in said
    assert "@here" not in said
    assert "@Channel" not in said


@given(st.text(min_size=1, max_size=9000))
def test_the_fallback_is_never_too_long(definition: str) -> None:
    live = Explainer(lambda: Glossary((Term("T", definition),)))

    assert len(fallback(live.expand("T"))) <= LONGEST_FALLBACK


def test_the_fallback_is_cut_between_words_and_never_inside_of_an_escape() -> None:
    def said(definition: str) -> str:
        live = Explainer(lambda: Glossary((Term("T", definition),)))
        return fallback(live.expand("T"))

    assert said("word " * 2000).endswith("word…")
    assert said("&" * 5000).endswith("&amp;…")
