"""A typed name finds its terms exactly, in the plural, or a typo away."""

from __future__ import annotations

import string
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.glossary import Glossary, Term, normalise, squash
from bot.matching import Close, Exact, Matcher, Shared, singulars

from .brute_force import BruteForce
from .glossaries import agile


def matcher(*names: str) -> Matcher:
    return Matcher(Glossary(tuple(Term(name, "…") for name in names)))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("sprint", "Sprint"),
        ("sprints", "Sprint"),
        ("Iterations", "Sprint"),
        ("burn-down chart", "Burndown chart"),
        ("BurndownChart", "Burndown chart"),
        ("burndown charts", "Burndown chart"),
        ("R.O.I.", "ROI"),
        ("scrum masters", "Scrum master"),
    ],
)
def test_a_name_is_found_however_it_is_written(typed: str, name: str) -> None:
    found = Matcher(agile()).find(typed)

    assert isinstance(found, Exact)
    assert found.term.name == name


def test_a_name_written_in_the_plural_is_found_by_its_singular() -> None:
    found = matcher("Parameters", "Indices").find("parameter")

    assert isinstance(found, Exact)
    assert found.term.name == "Parameters"


def test_a_shared_name_gives_every_term_that_carries_it() -> None:
    found = Matcher(agile()).find("POS")

    assert isinstance(found, Shared)
    assert len(found.terms) == 2


def test_a_swap_of_two_letters_is_one_edit() -> None:
    found = Matcher(agile()).find("sprnit")

    assert isinstance(found, Close)
    assert (found.terms[0].name, found.distance) == ("Sprint", 1)


def test_names_as_near_as_each_other_tie() -> None:
    found = matcher("parse", "purse").find("pzrse")

    assert isinstance(found, Close)
    assert len(found.terms) == 2


@pytest.mark.parametrize("typed", ["rio", "epci!x", "wholly else", "", "?", "x" * 500])
def test_what_is_far_from_every_name_finds_nothing(typed: str) -> None:
    assert Matcher(agile()).find(typed) is None


def test_suggestions_are_at_most_three_and_the_nearest_comes_first() -> None:
    found = matcher("prompt", "prompt cache", "prompt chain", "prompt injection", "promo")

    names = [term.name for term in found.suggestions("prompd")]

    assert names[0] == "prompt"
    assert len(found.suggestions("prompt")) <= 3


def test_a_part_of_a_name_is_a_suggestion_in_the_plural_too() -> None:
    found = matcher("agent hook", "tool call", "agent")

    for typed in ("hook", "hooks"):
        assert [term.name for term in found.suggestions(typed)] == ["agent hook"]


def test_a_foreign_word_gets_no_suggestion() -> None:
    assert Matcher(agile()).suggestions("parking") == ()


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("policies", "policy"),
        ("boxes", "box"),
        ("caches", "cache"),
        ("services", "service"),
        ("indices", "index"),
        ("analyses", "analysis"),
    ],
)
def test_a_plural_has_its_singular_among_its_singulars(plural: str, singular: str) -> None:
    assert singular in singulars(plural)


@pytest.mark.parametrize("word", ["class", "bus", "analysis", "as"])
def test_a_singular_that_ends_in_s_is_no_plural(word: str) -> None:
    assert singulars(word) == ()


names = st.text(alphabet="abcdes ", min_size=1, max_size=14).filter(
    lambda name: bool(name.strip())
)
glossaries = st.lists(names, min_size=1, max_size=12, unique_by=normalise).map(
    lambda several: Glossary(
        tuple(
            Term(name, "…", aliases=(other,))
            for name, other in zip(several, reversed(several), strict=True)
        )
    )
)


@given(glossaries, names)
def test_near_names_and_suggestions_are_those_of_brute_force(
    glossary: Glossary, typed: str
) -> None:
    slow = BruteForce(glossary)

    assert Matcher(glossary).near(typed) == slow.near(typed)
    assert Matcher(glossary).suggestions(typed) == slow.suggestions(typed)


def longest_from(words: list[str], glossary: Glossary) -> int:
    """How many words a name may have that begins like this with its first two."""
    key, *following = map(normalise, words[:2])
    spelt = {one for name in glossary.by_key for one in (name, *singulars(name))}
    several = [name.split(" ") for name in spelt if " " in name]
    begins = {form.partition(" ")[0] for form in (key, squash(key), *singulars(key))}
    goes_on = {
        form.partition(" ")[0] for one in following for form in (one, *singulars(one))
    }
    if " " not in key and not goes_on & {name[1] for name in several}:
        return 1
    return max((len(name) for name in several if name[0] in begins), default=1)


@pytest.mark.parametrize("name", ["Story points", "Story point", "story-points"])
@pytest.mark.parametrize(
    "text", ["one story point", "two Story-Points, no", "story points"]
)
def test_a_name_of_several_words_is_found_in_a_text_in_either_number(
    name: str, text: str
) -> None:
    found = matcher(name, "Story", "A").terms_in(f"a {text}")
    assert [term.name for term in found] == ["A", name]


@given(glossaries, st.lists(names, max_size=6).map(" ".join))
def test_terms_in_a_text_are_those_of_the_longest_names(
    glossary: Glossary, text: str
) -> None:
    found: dict[str, Term] = {}
    words = text.split()
    while words:
        for length in range(min(longest_from(words, glossary), len(words)), 0, -1):
            match = Matcher(glossary).named(" ".join(words[:length]))
            if match or length == 1:
                break
        found |= {term.name: term for term in (match.terms if match else ())}
        words = words[length:]

    assert Matcher(glossary).terms_in(text) == tuple(found.values())


@given(st.text(alphabet=string.ascii_lowercase, min_size=9, max_size=20), st.data())
def test_any_one_edit_of_a_long_name_is_found(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    typo = data.draw(
        st.sampled_from([name[:at] + name[at + 1 :], name[:at] + "q" + name[at:]])
    )

    found = matcher(name).find(typo)

    assert isinstance(found, Exact | Close)


@given(
    st.lists(
        st.sampled_from(["sprint", "unit", "test", "Tests,", "x", "burndown", "chart"])
    )
)
def test_terms_in_a_text_do_not_overlap(words: list[str]) -> None:
    found = [term.name for term in Matcher(agile()).terms_in(" ".join(words))]

    assert len(found) == len(set(found))
    pairs = list(pairwise(words))
    assert ("Unit test" in found) is any(
        (one, other.strip(",").lower()[:4]) == ("unit", "test") for one, other in pairs
    )
