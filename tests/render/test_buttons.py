"""A button remembers only itself, and never trusts what comes back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.buttons import PATTERN, Act, Button, action_id, pack, standing, unpack

# A glossary holds no control characters, which JSON writes six times as long.
names = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=75)
anything = st.text(max_size=75)
buttons = st.builds(
    Button,
    act=st.sampled_from(Act),
    term=names,
    opened=st.booleans(),
    asker=st.text(max_size=12),
    trail=st.lists(names, max_size=8).map(tuple),
    shared=names,
    what=names,
    page=st.integers(1, 10_000),
)


@given(buttons)
def test_what_is_packed_comes_back(button: Button) -> None:
    assert unpack(action_id(button.act, 3), pack(button)) == button


def test_only_the_last_of_a_long_trail_is_kept() -> None:
    long = Button(Act.BACK, trail=tuple(map(str, range(20))))

    back = unpack("back:0", pack(long))

    assert back is not None
    assert back.trail == tuple(map(str, range(12, 20)))


@given(st.lists(anything, max_size=9), st.lists(anything, max_size=80), anything)
def test_a_value_fits_into_what_slack_takes(
    trail: list[str], beside: list[str], name: str
) -> None:
    button = Button(
        Act.DISMISS, name, asker=name, trail=tuple(trail), beside=tuple(beside), what=name
    )

    assert len(pack(button)) <= 2000


def test_what_is_too_much_for_slack_is_forgotten_oldest_first() -> None:
    long = tuple(str(i) + '"' * 74 for i in range(40))

    trail = unpack("back:0", pack(Button(Act.BACK, "x", trail=long[:8], beside=long[:6])))
    assert trail is not None
    assert (trail.term, trail.beside) == ("x", long[:6])
    assert trail.trail == long[8 - len(trail.trail) : 8]
    assert 0 < len(trail.trail) < 8
    beside = unpack("dismiss:0", pack(Button(Act.DISMISS, "x", beside=long)))
    assert beside is not None
    assert beside.beside == long[: len(beside.beside)]


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("other:1", '{"v":1}'),
        ("explain", '{"v":1}'),
        ("explain:1", '{"v":2}'),
        ("explain:1", "[]"),
        ("explain:1", "nonsense"),
        ("explain:1", '{"v":1,"t":5}'),
        ("explain:1", '{"v":1,"r":[1]}'),
        ("explain:1", '{"v":1,"p":true}'),
        ("explain:1", "[" * 100_000),
        (None, None),
    ],
)
def test_a_button_of_another_make_is_none_of_ours(action: Any, value: Any) -> None:
    assert unpack(action, value) is None


@given(st.recursive(st.none() | st.booleans() | st.text(max_size=5), st.lists))
def test_any_value_is_read_without_error(value: Any) -> None:
    unpack("explain:0", json.dumps(value))


def test_every_act_has_an_action_id_that_the_pattern_knows() -> None:
    assert all(PATTERN.fullmatch(action_id(act, 0)) for act in Act)


def test_the_buttons_that_stand_in_a_message_are_found_among_anything() -> None:
    ours = {
        "type": "button",
        "action_id": "explain:0",
        "value": pack(Button(Act.EXPLAIN, "A")),
    }
    blocks: list[Any] = [
        None,
        {"elements": None},
        {"elements": [1, {"type": "button"}, ours]},
    ]

    assert standing(blocks) == (Button(Act.EXPLAIN, "A"),)
