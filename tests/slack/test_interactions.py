"""Clicks and commands become values, or nothing where they are not for us."""

from __future__ import annotations

from bot.render.blocks import Stance, message
from bot.render.buttons import Act, Button
from bot.slack.interactions import Click
from bot.slack.messages import Place
from tests.glossaries import explainer
from tests.slack.events import pressed


def test_a_click_on_a_card_in_a_thread_knows_its_card() -> None:
    card = message(
        explainer().expand("Sprint"), Stance("U0BEN", opened=frozenset({"Velocity"}))
    )
    click = Click.of(
        pressed(
            Button(Act.EXPLAIN, "Backlog"),
            channel={"id": "C1"},
            message={"ts": "6.0", "thread_ts": "5.1", "blocks": card.blocks},
            container={"is_ephemeral": False},
        )
    )
    assert click
    assert (click.place, click.below) == (Place("C1", "5.1"), Place("C1", "5.1"))
    assert click.opened == {"Velocity"}
    assert (click.card.term, click.card.asker) == ("Sprint", "U0BEN")


def test_a_click_on_a_private_card_comes_without_its_message() -> None:
    container = {
        "channel_id": "C1", "message_ts": "6.0", "thread_ts": "5.1", "is_ephemeral": True,
    }  # fmt: skip
    click = Click.of(pressed(Button(Act.EXPLAIN, "Backlog"), container=container))
    assert click
    assert (click.private, click.ts, click.stands) == (True, "6.0", Place("C1", "5.1"))
    assert (click.opened, click.card) == (frozenset(), Button(Act.DISMISS))


def test_a_click_outside_of_threads_is_answered_below_the_card_but_flat_in_a_dm() -> None:
    button, said = Button(Act.EXPLAIN, "Backlog"), {"ts": "6.0", "blocks": None}
    shared = Click.of(pressed(button, channel={"id": "C1"}, message=said))
    direct = Click.of(pressed(button, channel={"id": "D1"}, message=said))
    assert shared
    assert direct
    assert (shared.place, direct.place) == (Place("C1", "6.0"), Place("D1"))
    assert direct.below == Place("D1", "6.0")


def test_a_button_of_another_make_is_no_click() -> None:
    assert Click.of({"actions": [{"action_id": "other", "value": "{}"}]}) is None
    assert Click.of({"actions": []}) is None
    assert Click.of({}) is None
