"""A message is cut into sentences, and what stands before a question is peeled off."""

from __future__ import annotations

import pytest

from bot.sentence import (
    MOST_CLAUSES,
    clauses,
    is_link,
    openings,
    sentences,
    starts,
    without_openings,
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hi. What is it? Bye", ["Hi.", "What is it?", "Bye"]),
        ("one\ntwo", ["one", "two"]),
        ("what is R.A.G. about?", ["what is RAG about?"]),
        ("sprints vs. releases?", ["sprints vs. releases?"]),
        ("approx. this one", ["approx. this one"]),
        ("node.js is fine", ["node.js is fine"]),
        ("what?Really", ["what?", "Really"]),
        ("", []),
    ],
)
def test_sentences_end_where_people_end_them(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "hi all! what is it",
        "Good morning everyone, quick question: what is it",
        "sorry, newbie here - what is it",
        "ok so um what is it",
        "stupid question but what is it",
        "first week here, what is it",
        "... what is it",
    ],
)
def test_greetings_and_fillers_are_peeled_off(text: str) -> None:
    assert without_openings(text) == "what is it"


def test_openings_come_off_one_at_a_time() -> None:
    assert list(openings("hi, so what")) == ["hi, so what", "so what", "what"]


def test_a_question_may_start_after_a_comma_a_dash_or_a_name() -> None:
    assert "what is it" in list(starts("I read the docs, what is it"))
    assert "what is it" in list(starts("nice - what is it"))
    assert "what is it" in list(starts("zorblax_7 what is it"))
    assert "what is it" in list(starts("İ what is it"))  # no “i”, which is ordinary


def test_a_question_that_is_reported_does_not_start() -> None:
    assert list(starts("he asked me: what is it")) == ["he asked me: what is it"]


def test_an_ordinary_word_in_front_is_no_name() -> None:
    assert list(starts("exactly what is it")) == ["exactly what is it"]


def test_an_address_alone_is_a_link() -> None:
    from bot.markup import plain

    assert is_link(plain("<https://example.com>"))
    assert not is_link("example")


def test_each_place_where_a_question_may_start_comes_once() -> None:
    found = list(clauses("hi, so, what is it, but what is it"))

    assert found[:3] == [
        "what is it, but what is it",
        "so, what is it, but what is it",
        "hi, so, what is it, but what is it",
    ]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("again", ["so ", "hi, ", "what is, ", " - ", "a, ", "he said: "])
def test_however_often_a_sentence_starts_anew_few_places_are_looked_at(again: str) -> None:
    assert len(list(clauses(again * 100))) <= MOST_CLAUSES
