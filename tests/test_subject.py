"""The subject of a question is told apart from what surrounds it."""

from __future__ import annotations

import pytest

from bot.subject import other_splits, read_list, read_parts, read_subject, without_tails


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a burndown chart", "burndown chart"),
        ("burndown charts exactly, please", "burndown charts"),
        ("velocity, and why does it matter", "velocity"),
        ("velocity in plain English", "velocity"),
        ("velocity for a beginner", "velocity"),
        ("velocity (the number)", "velocity"),
        ("this velocity thing everyone keeps talking about", "velocity"),
        ("velocity when people talk about it", "velocity"),
        ("velocity i keep seeing it", "velocity"),
        ("the term “velocity”".replace("“", '"').replace("”", '"'), "velocity"),
        ("the word velocity", "velocity"),
    ],
)
def test_only_the_name_is_left(text: str, name: str) -> None:
    subject = read_subject(text)

    assert subject is not None
    assert subject.text == name
    assert not subject.article.startswith("the") or subject.labelled


def test_the_longest_reading_comes_first() -> None:
    subject = read_subject("garbage in general")

    assert subject is not None
    assert subject.readings == ("garbage in general", "garbage")


@pytest.mark.parametrize("text", ["it", "this", "", "?!", "a bit", "x" * 91, "something"])
def test_what_names_nothing_is_no_subject(text: str) -> None:
    assert read_subject(text) is None


@pytest.mark.parametrize(
    ("text", "particular"),
    [
        ("the spec", True),
        ("our spec", True),
        ("this spec", True),
        ("a spec", False),
        ("spec", False),
        ('the "spec"', False),
        ("the acronym ROI", False),
    ],
)
def test_a_determiner_points_at_a_particular_thing(text: str, particular: bool) -> None:
    subject = read_subject(text)

    assert subject is not None
    assert subject.particular is particular


def test_a_field_of_knowledge_is_set_apart_from_the_name() -> None:
    subject = read_subject("a hook in git")

    assert subject is not None
    assert subject.field == "git"
    assert subject.readings[-1] == "hook"


def test_a_place_in_front_of_people_is_no_field() -> None:
    subject = read_subject("a hook in our repo")

    assert subject is not None
    assert subject.field == ""


def test_a_list_has_several_subjects() -> None:
    names = [subject.text for subject in read_list("a sprint, an epic and velocity")]

    assert names == ["sprint", "epic", "velocity"]


def test_one_thing_or_a_long_enumeration_is_no_list() -> None:
    assert read_list("a sprint") == ()
    assert read_list("a, b, c, d, e and f") == ()


def test_a_shared_head_completes_the_first_of_two() -> None:
    first, second = read_parts(["unit", "integration tests"])

    assert "unit tests" in first.readings
    assert second.text == "integration tests"


def test_a_pair_with_an_and_of_its_own_is_cut_in_other_ways_too() -> None:
    cuts = {
        tuple(s.text for s in parts)
        for parts in other_splits("command", "control and chaos")
    }

    assert ("command and control", "chaos") in cuts


def test_nothing_but_polite_words_stays_as_it_is() -> None:
    assert without_tails("please") == "please"
