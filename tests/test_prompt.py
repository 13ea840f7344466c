"""A conversation at the terminal walks from term to term."""

from __future__ import annotations

from bot.prompt import converse
from bot.reply import Kind

from .glossaries import explainer


def titles(*typed: str) -> list[str]:
    """The first line of each answer."""
    said: list[str] = []
    converse(explainer(), typed, said.append)
    return [answer.split("\n")[0] for answer in said]


def test_a_related_term_is_picked_by_its_number() -> None:
    assert titles("what is a sprint?", "1", "2") == ["Sprint", "Velocity", "Burndown chart"]


def test_m_reads_more_of_the_card_above() -> None:
    assert titles("sprint", "m") == ["Sprint", "More about Sprint"]


def test_a_suggestion_and_a_meaning_are_picked_alike() -> None:
    assert titles("spring", "1") == [
        "I have no “spring” in the glossary. Did you mean:",
        "Sprint",
    ]
    assert titles("pos", "2")[1] == "Proof of stake"


def test_a_number_that_offers_nothing_is_looked_up() -> None:
    assert titles("sprint", "9")[1] == "“9” is not in the glossary yet."


def test_an_empty_line_ends_it_and_the_last_reply_is_given() -> None:
    reply = converse(explainer(), ["sprint", "", "velocity"], lambda _: None)

    assert reply is not None
    assert reply.kind is Kind.CARD
    assert reply.answers == ("Sprint",)


def test_nothing_typed_is_no_reply() -> None:
    assert converse(explainer(), [], lambda _: None) is None
