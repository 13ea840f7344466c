"""Every way of asking in PHRASINGS: its example is read, its twin stays silent."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cues import finder
from bot.markup import plain
from bot.phrasings import PHRASINGS, Phrasing
from bot.question import MOST_SENTENCES, bare_name, may_ask, may_follow_up, read
from bot.wording import compiled

from .glossaries import explainer

rows = pytest.mark.parametrize("row", PHRASINGS, ids=lambda row: row.name)


@rows
def test_a_phrasing_reads_its_example_and_it_is_answered(row: Phrasing) -> None:
    decision = explainer().overheard(row.example)

    assert decision.question is not None
    assert decision.question.phrasing == row.name
    assert decision.reply is not None


@rows
def test_a_phrasing_keeps_silent_on_what_only_looks_like_it(row: Phrasing) -> None:
    assert explainer().overheard(row.silent).reply is None


@given(st.text(max_size=400))
def test_any_text_is_read_without_error(text: str) -> None:
    for question in read(plain(text), addressed=True):
        assert question.readings
    assert isinstance(bare_name(plain(text)), str)


# Pieces of markup, and of words that only together ask something.
PIECES = (
    "what", "wh", "at", "W.T.F. ", "ｗhat", "wh\u200bat", "WHAT", "define", "tell", "me ",
    "is ", "about ", "difference between ", "RAG", "İs", "*", "_", "~", "`", "```", "|",
    "<#C1|", "<https://x.org|", "<!here>", ">", "&amp;", "&gt; ", "&#119;", ".", ",", " ",
    "\n", "?",
)  # fmt: skip


@rows
def test_a_text_that_a_phrasing_reads_holds_its_cues_and_its_end(row: Phrasing) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
    @given(
        st.from_regex(
            compiled(row.pattern), fullmatch=True, alphabet=st.characters(max_codepoint=127)
        )
    )
    def holds(text: str) -> None:
        for cues in row.cues:
            assert finder(cues).search(text)
        assert re.search(compiled(row.ends), text)

    holds()


@rows
def test_the_gate_lets_an_example_through(row: Phrasing) -> None:
    assert may_ask(row.example)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_nothing_is_read_in_what_the_gate_refuses(text: str) -> None:
    if not may_ask(text):
        assert list(read(plain(text))) == []


@pytest.mark.parametrize(
    "text", ["thanks, that did it", "wh at", "<@U1> lunch? :pizza:", ""]
)
def test_the_gate_refuses_chatter(text: str) -> None:
    assert not may_ask(text)


def test_a_question_mark_may_follow_up() -> None:
    assert may_follow_up("and context?")
    assert not may_follow_up("and context")


def test_of_a_message_that_asks_without_end_the_beginning_and_the_end_are_read() -> None:
    first, *_, last = read(f"What is a sprint? {'Who does what? ' * 100} What is velocity?")
    assert first.readings[0][0].text == "sprint"
    assert last.readings[0][0].text == "velocity"


def test_of_a_message_that_asks_without_end_so_much_is_read() -> None:
    asked = "What is velocity? "
    assert len(list(read(asked * MOST_SENTENCES))) == MOST_SENTENCES
    assert len(list(read(asked * 100))) == MOST_SENTENCES
    assert len(list(read("Velocity? Never heard of it. " * 100))) <= MOST_SENTENCES


def test_however_much_is_said_before_a_question_it_is_read() -> None:
    assert list(read("The build went fine. " * 100 + "What is velocity?"))
