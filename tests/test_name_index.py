"""The index finds what comparing with every name finds, in the same order."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.glossary import normalise
from bot.name_index import FEW, LONGEST_NAME, NameIndex

from . import brute_force

letters = st.sampled_from("abs é")
written = st.text(letters, min_size=1, max_size=14).map(normalise)
edits = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 3), letters), max_size=4)


def edited(name: str, at: int, kind: int, letter: str) -> str:
    """The name with a letter replaced, missing, added, or swapped with its neighbour."""
    rest = name[at:]
    return (
        name[:at]
        + (letter + rest[1:], rest[1:], letter + rest, rest[1::-1] + rest[2:])[kind]
    )


@given(st.lists(written, max_size=40, unique=True), st.data(), edits)
def test_it_agrees_with_brute_force(
    names: list[str], data: st.DataObject, slips: list[tuple[int, int, str]]
) -> None:
    typed = data.draw(st.sampled_from(names)) if names else ""
    for slip in slips:
        typed = edited(typed, *slip)

    for few in (0, FEW):
        index = NameIndex(names, few)
        for slack in (0, 1):
            assert index.within(typed, slack) == brute_force.within(typed, names, slack)
        within = index.within(typed)
        assert index.nearest(typed) == [hit for hit in within if hit[0] == within[0][0]]


def test_it_agrees_with_brute_force_among_many_names() -> None:
    chance = random.Random(1)

    def word(alphabet: str) -> str:
        return "".join(chance.choices(alphabet, k=chance.randint(1, 9)))

    for alphabet in ("abs", "abcdefgh", string.ascii_lowercase):
        names = list({f"{word(alphabet)} {word(alphabet)}".strip() for _ in range(300)})
        names += {word(alphabet) for _ in range(300)} - {*names}
        index = NameIndex(names)
        for _ in range(300):
            typed = chance.choice(names)
            for _ in range(chance.randint(0, 3)):
                slip = chance.randrange(len(typed) + 1), chance.randrange(4)
                typed = edited(typed, *slip, chance.choice(alphabet))
            within = brute_force.within(typed, names)
            assert index.within(typed) == within
            assert index.nearest(typed) == [one for one in within if one[0] == within[0][0]]


@pytest.mark.parametrize(
    "typed",
    ["abcdefgihjkl", "acbdefghijkl", "abcdefghijlk", "abcedfghijkl", "abdcefgihjkl"],
)
def test_a_swap_over_the_border_of_two_segments_is_found(typed: str) -> None:
    index = NameIndex(["abcdefghijkl"], few=0)

    assert index.nearest(typed) == index.within(typed) != []


def test_nothing_is_near_what_is_longer_than_any_name() -> None:
    name = "a" * LONGEST_NAME

    assert NameIndex([name]).within(name) == [(0, name)]
    assert NameIndex([name]).within(name + "a") == []


@given(st.lists(written, max_size=30, unique=True), written)
def test_names_that_hold_the_words_are_found_as_by_brute_force(
    names: list[str], words: str
) -> None:
    if len(words) > 2:
        assert NameIndex(names).holding(words) == brute_force.holding(words, names)


def test_names_as_long_as_each_other_that_hold_the_words_keep_their_order() -> None:
    names = [f"cache {letter}" for letter in reversed(string.ascii_lowercase)]
    names += [f"{letter} cache" for letter in reversed(string.ascii_lowercase)]

    assert NameIndex(names).holding("cache") == names
