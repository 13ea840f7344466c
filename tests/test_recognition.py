"""How sure it is that a question is about a term."""

from __future__ import annotations

import pytest

from bot.glossary import Glossary, Term
from bot.markup import plain
from bot.question import read
from bot.recognition import Finding, Recogniser

from .glossaries import agile


def overheard(text: str, glossary: Glossary | None = None) -> Finding:
    recognise = Recogniser(glossary or agile()).overheard
    findings = [recognise(question) for question in read(plain(text))]
    return next((one for one in findings if one.sure), findings[0])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("what is a sprnit?", "“sprnit” is one edit from “sprint”"),
        ("what is a velcoty?", "“velcoty” is 2 edits from “velocity”"),
        ("what is a sprint?", "“sprint” names Sprint"),
        ("what is the spec?", "“the spec” is about a particular thing"),
        ("what is a spring?", "“spring” is an ordinary word, not a typo of “sprint”"),
        ("what is an opic?", "“opic” begins unlike “epic”, which is short"),
        ("what is a hook?", "no term is called “hook”"),
        ("what is a sprint in golf?", "“golf” is not what this glossary is about"),
        ("what is PoS?", "“PoS” names 2 terms"),
    ],
)
def test_a_finding_says_why(text: str, why: str) -> None:
    assert overheard(text).why == why


def test_a_tie_between_two_names_is_not_guessed() -> None:
    twins = Glossary((Term("parzel", "…"), Term("parxel", "…")))

    assert overheard("what is a parvel?", twins).why == "“parvel” is as near to 2 terms"


def test_a_name_that_has_an_article_of_its_own_is_found_with_it() -> None:
    own = Glossary((Term("The literature", "…"),))

    assert overheard("what is the literature?", own).sure


def test_a_proper_name_takes_the_article_by_itself() -> None:
    proper = Glossary((Term("Iron Triangle", "…"), Term("Red line", "…")))

    assert overheard("what is the Iron Triangle?", proper).sure
    assert not overheard("what is the iron triangle?", proper).sure
    assert not overheard("what is the Red line?", proper).sure


def test_an_order_to_define_a_common_word_asks_what_somebody_means() -> None:
    glossary = Glossary((Term("Release", "…"), Term("Kanban", "…")))

    assert not overheard("define release", glossary).sure
    assert overheard("define release please", glossary).sure
    assert overheard("define release?", glossary).sure
    assert overheard("define kanban", glossary).sure


def test_an_acronym_in_its_capitals_is_no_common_word() -> None:
    words = Glossary((Term("RAG", "…"), Term("Release", "…")))

    assert overheard("define RAG", words).terms
    assert not overheard("define rag", words).terms
    assert not overheard("define RELEASE", words).terms


def test_beside_a_right_word_only_a_common_one_is_taken_at_its_word() -> None:
    glossary = Glossary((Term("Burndown chart", "…"), Term("Unit test", "…")))

    assert overheard("what is a burndown chert?", glossary).sure
    assert not overheard("what is a unit rest?", glossary).sure


def test_a_plain_word_after_what_is_asks_something_else() -> None:
    jargon = Glossary((Term("up", "…"),))

    assert not overheard("what's up?", jargon).sure
    assert overheard("what does up mean?", jargon).sure


def test_who_asked_us_gets_what_is_known_and_what_is_not() -> None:
    [question] = read("sprint vs sprunt", addressed=True)
    finding = Recogniser(Glossary((Term("Sprint", "…"), Term("Brunt", "…")))).asked(
        question
    )

    assert [term.name for term in finding.terms] == ["Sprint"]
    assert finding.unknown == ""

    [question] = read("sprint vs photosynthesis", addressed=True)
    assert Recogniser(agile()).asked(question).unknown == "photosynthesis"
