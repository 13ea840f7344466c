"""Names, and text that a card shows whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.importing import cells
from bot.importing.cells import Name, Split
from bot.render import markdown, plain


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Context window", "Context window"),
        (" Context\n window ", "Context window"),
        ("**RAG**", "**RAG**"),
        ("\u200b", ""),
        ("", ""),
    ],
)
def test_a_name_stands_on_one_line(cell: str, text: str) -> None:
    assert cells.name(cell, is_markdown=False) == Name(text)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("**RAG**", Name("RAG")),
        ("`no`", Name("no")),
        ("C\\_x", Name("C_x")),
        ("Context<br>window", Name("Context window")),
        ('<a name="rag"></a>RAG', Name("RAG")),
        ("[RAG](https://a.b/c)", Name("RAG", "https://a.b/c")),
        ("**[RAG](#rag)**", Name("RAG", "#rag")),
    ],
)
def test_a_name_in_markdown_is_the_words_of_it(cell: str, name: Name) -> None:
    assert cells.name(cell, is_markdown=True) == name


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("a, b;c | d", ["a", "b", "c", "d"]),
        ("CI/CD / pipeline\nbuild", ["CI/CD", "pipeline", "build"]),
        ("n/a", []),
        (" – ", []),
        ("", []),
    ],
)
def test_names_stand_between_commas_and_their_like(cell: str, names: list[str]) -> None:
    assert [*cells.names(cell, is_markdown=False)] == names


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Key result (KR)", Split("Key result", acronym="KR")),
        ("KR (key result)", Split("KR", expansion="key result")),
        ("Definition of done (DoD)", Split("Definition of done", acronym="DoD")),
        ("Return on investment (ROI)", Split("Return on investment", acronym="ROI")),
        ("Key figures (KFs)", Split("Key figures", acronym="KFs")),
        ("Retrieval-augmented generation (R.A.G.)",
         Split("Retrieval-augmented generation", "R.A.G.")),
        ("Token (security)", Split("Token (security)")),
        ("Sprint (S)", Split("Sprint (S)")),
        ("(KR)", Split("(KR)")),
        ("Key result", Split("Key result")),
    ],
)  # fmt: skip
def test_an_acronym_in_brackets_is_a_name_of_its_own(name: str, parts: Split) -> None:
    assert cells.split(name) == parts


@pytest.mark.parametrize(
    "text",
    ["Plain words.", "see `code`", "*very*", "[docs](https://a.b)", "- a\n- b",
     "1. a\n2. b", "snake_case and 2 * 3", "a < b"],
)  # fmt: skip
def test_markdown_that_a_sheet_holds_on_purpose_stays(text: str) -> None:
    assert cells.as_markdown(text, is_markdown=False) == text


@pytest.mark.parametrize(
    "text",
    ["__init__", "List<T> of it", "a &lt; b", "C:\\_dir", "5*3*2", "# of users", "a\n---",
     "1990. A year", "~~x~~", "> 50", "![a](b)", "[x]: https://a.b", "| a |\n| - |",
     "Ends here.\\\nGoes on"],
)  # fmt: skip
def test_signs_that_a_sheet_holds_by_accident_are_shown(text: str) -> None:
    made = cells.as_markdown(text, is_markdown=False)

    assert plain.markdown(made) == text


def test_in_markdown_only_what_no_card_shows_is_escaped() -> None:
    assert cells.as_markdown("a __b__<br/>c", is_markdown=True) == "a __b__\nc"
    assert cells.as_markdown("a <b>b</b>", is_markdown=True) == "a \\<b>b\\</b>"
    assert cells.not_shown("a <b>b</b>", is_markdown=True) == "HTML is not shown (<b>)"
    assert cells.not_shown("a<br>b", is_markdown=True) == ""


def test_control_characters_are_noticed_and_left_out() -> None:
    assert cells.has_control_characters("a\x00b")
    assert not cells.has_control_characters("a\x0bb\u2028c\td")
    assert cells.cleaned(" a\x00\x0bb\u2028c ") == "a\nb\nc"


signs = st.sampled_from(
    ["word ", "Ends. ", "\n", "\n\n", "*", "<b>", "_", "`", "x" * 30, "- "]
)


@given(st.lists(signs, max_size=60).map("".join), st.booleans())
def test_a_long_text_comes_in_pieces_that_fit_and_hold_all_of_it(
    text: str, is_markdown: bool
) -> None:
    made = [*cells.pieces(text, 50, 80, is_markdown)]

    assert all(len(piece) <= (80 if at else 50) for at, piece in enumerate(made))
    assert all(markdown.faults(piece) == () for piece in made)
    assert "".join("".join(made).replace("\\", "").split()) == "".join(text.split())


def test_a_text_is_cut_where_something_ends() -> None:
    text = "One sentence here. Another one follows and goes on."

    assert [*cells.pieces(text, 30, 30, False)] == [
        "One sentence here.",
        "Another one follows and goes",
        "on.",
    ]
