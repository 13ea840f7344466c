"""A reply in a window stands within Slack's limits, and remembers only names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.explainer import Explainer
from bot.playground import views
from bot.render.blocks import Stance
from bot.render.modal import names_in, view

from ..glossaries import explainer
from .test_blocks import replies, stances


def test_a_window_remembers_the_names_of_its_list() -> None:
    made = view(explainer().expand("Sprint"), ["Sprint", "Epic"], Stance())

    assert names_in(made["private_metadata"]) == ("Sprint", "Epic")


def test_a_window_remembers_as_many_long_names_as_slack_lets_it() -> None:
    names = [f"{number} {'W' * 70}" for number in range(50)]
    made = view(explainer().expand("Sprint"), names, Stance())

    assert 30 < len(names_in(made["private_metadata"])) < 50
    assert len(made["private_metadata"]) <= 3000


@pytest.mark.parametrize("value", ["", "x", "{}", "[1]", None, 5, "[" * 100_000])
def test_what_is_none_of_ours_names_nothing(value: object) -> None:
    assert names_in(value) == ()


@settings(max_examples=25, deadline=None)
@given(replies(), stances, st.lists(st.text(min_size=1, max_size=75), max_size=80))
def test_whatever_a_glossary_holds_slack_would_show_the_window(
    made: tuple[Explainer, str], stance: Stance, names: list[str]
) -> None:
    live, name = made
    for reply in (live.expand(name), live.details(name), live.listed(names[:50])):
        assert views.faults(view(reply, names, stance)) == []
