"""Names are compared by one key, and the glossary finds terms under every name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.glossary import Glossary, Term, normalise, squash

from .glossaries import agile


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Context Window", "context window"),
        ("context-window", "context window"),
        ("context_window", "context window"),
        ("CI/CD", "ci cd"),
        ("R.A.G.", "RAG"),
        ("R.A.G", "rag"),
        ("nightly_C.I.", "nightly CI"),
        ("Moore's law", "moore law"),
        ("“token”", "token"),
        ("token?!", "token"),
        ("ﬁne  tuning", "fine tuning"),
        ("STRASSE", "straße"),
    ],
)
def test_two_spellings_of_a_name_have_one_key(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize("name", ["C++", "C#", ".env", "->", "...", "node.js", "k8s"])
def test_marks_that_belong_to_a_name_stay(name: str) -> None:
    assert normalise(name) == name.casefold()


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing(name: str) -> None:
    assert normalise(normalise(name)) == normalise(name)


@given(st.lists(st.text("azSK09\u212a", min_size=1), min_size=1).map(" ".join))
def test_a_plain_name_has_the_key_that_it_has_in_quotes(name: str) -> None:
    assert normalise(name) == normalise(f"“{name}”")


def test_a_chain_of_acronyms_of_any_length_is_one_key() -> None:
    assert normalise("x" + "_a.b." * 2400) == "x" + " ab" * 2400


def test_a_squashed_key_has_no_spaces() -> None:
    assert squash(normalise("Context Window")) == squash(normalise("ContextWindow"))


def test_a_term_is_found_by_its_name_and_by_an_alias() -> None:
    glossary = agile()

    assert glossary.named("SPRINT") == glossary.named("Timebox") != ()


def test_a_name_that_two_terms_share_gives_both() -> None:
    names = [term.name for term in agile().named("pos")]

    assert names == ["Point of sale", "Proof of stake"]


def test_a_canonical_name_is_no_alias() -> None:
    assert agile().get("iteration") is None
    assert agile().get("sprint") is not None


def test_a_contrast_is_found_from_either_side() -> None:
    glossary = agile()
    sprint, release = glossary.named("sprint")[0], glossary.named("release")[0]

    assert glossary.contrast(sprint, release) == glossary.contrast(release, sprint)
    assert [other.name for other, _ in glossary.contrasts_of(release)] == ["Sprint"]
    assert [other.name for other, _ in glossary.contrasts_of(sprint)] == ["Release"]


def test_two_terms_may_have_no_contrast() -> None:
    glossary = agile()

    assert glossary.contrast(glossary.terms[0], glossary.terms[2]) is None


def test_the_link_of_a_term_is_its_own_or_made_from_the_slug() -> None:
    own = Term("Top-p", "…", url="https://example.com/own")
    other = Term("Context window", "…")
    glossary = Glossary((own, other), url="https://example.com/{slug}")

    assert glossary.link(own) == "https://example.com/own"
    assert glossary.link(other) == "https://example.com/context-window"


def test_what_an_acronym_stands_for_is_a_name_of_it() -> None:
    term = Term("ROI", "…", aliases=("payback",), expansion="return on investment")
    glossary = Glossary((term,))

    assert term.names == ("ROI", "payback", "return on investment")
    assert glossary.named("Return-on-Investment") == (term,)
