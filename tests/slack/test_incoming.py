"""Payloads become values, or nothing where they are not for us."""

from __future__ import annotations

from typing import Any

import pytest

from bot.render.blocks import Stance, message
from bot.render.buttons import Act, Button, pack
from bot.slack.incoming import (
    Asker,
    Click,
    Command,
    Deletion,
    Message,
    Origin,
    Place,
    Post,
    kind,
    unheard,
)
from tests.glossaries import explainer

WRITTEN = {
    "type": "message", "channel": "C1", "channel_type": "channel", "user": "U0ANA",
    "ts": "5.1", "text": "what is <@U0BOT> doing?",
}  # fmt: skip


def body(**changes: Any) -> dict[str, Any]:
    """An event like the one above, but for the changes; None leaves a key out."""
    event = {
        key: value for key, value in {**WRITTEN, **changes}.items() if value is not None
    }
    return {"type": "event_callback", "event_id": "Ev1", "event": event}


def written(**changes: Any) -> Message:
    read = Message.of(body(**changes), {})
    assert read
    return read


def test_a_message_is_answered_in_its_thread_or_in_one_below_it() -> None:
    assert written().place == Place("C1", "5.1")
    assert written(thread_ts="4.0").place == Place("C1", "4.0")
    assert written().stands == Place("C1")


def test_a_direct_message_is_answered_where_it_stands() -> None:
    direct = {"channel": "D1", "channel_type": "im"}
    assert written(**direct).place == Place("D1")
    assert written(**direct, thread_ts="4.0").place == Place("D1", "4.0")


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B1"},
        {"bot_profile": {"id": "B1"}},
        {"app_id": "A1"},
        {"user": "USLACKBOT"},
        {"subtype": "bot_message"},
        {"subtype": "message_changed"},
        {"subtype": "me_message"},
        {"edited": {"user": "U0ANA"}},
        {"user": None},
        {"ts": None},
        {"channel": None},
    ],
)
def test_what_nobody_has_just_written_is_nothing(changes: dict[str, Any]) -> None:
    assert Message.of(body(**changes), {}) is None


@pytest.mark.parametrize("kind", ["is_share", "is_msg_unfurl"])
def test_of_a_message_passed_on_only_what_was_written_with_it_is_read(kind: str) -> None:
    attached = {kind: True, "author_id": "U0BOT", "text": "what is a token?"}
    quoted = [{"type": "rich_text", "elements": [{"text": "what is a token?"}]}]
    read = written(text="", attachments=[{**attached, "message_blocks": quoted}])
    assert read.text == ""


@pytest.mark.parametrize(
    ("number", "again"), [((), False), (("0",), False), (("2",), True)]
)
def test_a_first_delivery_may_carry_a_retry_number(
    number: tuple[str, ...], again: bool
) -> None:
    read = Message.of(body(), {"x-slack-retry-num": number})
    assert read
    assert read.again is again


@pytest.mark.parametrize(
    ("text", "opens", "rest"),
    [
        ("<@U0BOT> token", True, "token"),
        (" <@U0BOT|explainer>: token", True, ": token"),
        ("thanks <@U0BOT>", False, "thanks"),
        ("ask <@U0BEN>, <@U0BOT>", False, "ask <@U0BEN>,"),
    ],
)
def test_a_mention_is_found_and_left_out(text: str, opens: bool, rest: str) -> None:
    read = written(text=text)
    assert read.mentions("U0BOT")
    assert read.opens_with("U0BOT") is opens
    assert read.without("U0BOT") == rest


def test_another_mention_is_not_ours() -> None:
    assert not written(text="<@U0BOTTLE> <@U0BEN>").mentions("U0BOT")


EVENT = {"type": "message", "channel": "C1", "user": "U1"}


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"event": EVENT}, Origin("C1")),
        (
            {"event": {**EVENT, "team": "T1"}, "is_ext_shared_channel": False},
            Origin("C1", frozenset({"T1"}), shared=False),
        ),
        (
            {
                "event": {**EVENT, "team": "T1", "source_team": "T2", "user_team": "E2"},
                "is_ext_shared_channel": True,
            },
            Origin("C1", frozenset({"E2"}), shared=True),
        ),
        (
            {
                "channel": {"id": "C1"},
                "team": {"id": "T1"},
                "user": {"id": "U1", "team_id": "T2"},
            },
            Origin("C1", frozenset({"T2"})),
        ),
        ({"container": {"channel_id": "C1"}, "user": {"id": "U1"}}, Origin("C1")),
        (
            {
                "command": "/whatis",
                "channel_id": "C1",
                "team_id": "T1",
                "enterprise_id": "E1",
            },
            Origin("C1", frozenset({"T1", "E1"})),
        ),
        ({"view": {"id": "V1"}, "user": {"team_id": "T2"}}, Origin("", frozenset({"T2"}))),
        ({}, Origin("")),
    ],
)
def test_it_is_told_whose_people_something_comes_from(
    payload: dict[str, Any], expected: Origin
) -> None:
    assert Origin.of(payload) == expected


def test_a_deletion_is_read_in_both_of_its_shapes() -> None:
    plain = body(subtype="message_deleted", deleted_ts="4.0")
    stone = body(subtype="message_changed", message={"subtype": "tombstone", "ts": "4.0"})
    assert Deletion.of(plain) == Deletion.of(stone) == Deletion("C1", "4.0")


@pytest.mark.parametrize("changes", [{}, {"subtype": "message_changed", "message": {}}])
def test_what_was_not_deleted_is_no_deletion(changes: dict[str, Any]) -> None:
    assert Deletion.of(body(**changes)) is None


def pressed(button: Button, **more: Any) -> dict[str, Any]:
    action = {"action_id": f"{button.act}:0", "value": pack(button)}
    return {"type": "block_actions", "actions": [action], "user": {"id": "U0ANA"}, **more}


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


def test_a_post_is_known_by_its_buttons_for_slack_rewrites_texts() -> None:
    bot = explainer()
    card = message(bot.expand("Sprint"), Stance("U0BEN"))
    other = message(bot.expand("Release"), Stance("U0BEN"))
    again = Post.of({"ts": "7.0", "text": "<http://rewritten>", "blocks": card.blocks})
    assert again.is_this(card.text, card.blocks)
    assert not again.is_this(again.text, other.blocks)
    assert not again.is_this(again.text, message(bot.expand("Sprint"), Stance("U1")).blocks)


def test_a_post_without_buttons_is_known_by_its_text() -> None:
    told = Post.of({"ts": "7.0", "text": "help", "blocks": []})
    assert told.is_this("help", [])
    assert not told.is_this("other", [])
    assert not Post.of({"ts": "7.0"}).is_this("", [])


@pytest.mark.parametrize(
    "rewritten",
    [
        "R&amp;D: see <http://a.example|a.example> or <https://b.example/x> :tada:",
        "R&amp;D: see a.example  or https://b.example/x",
        "R&D: see a.example or https://b.example/x 🎉\n",
    ],
)
def test_however_slack_rewrites_a_text_it_stays_the_same(rewritten: str) -> None:
    sent = "R&amp;D: see a.example or https://b.example/x 🎉"
    assert Post.of({"text": rewritten}).is_this(sent, [])
    assert not Post.of({"text": f"{rewritten} too"}).is_this(sent, [])


def test_a_card_that_came_without_its_buttons_is_known_by_its_text() -> None:
    card = message(explainer().expand("Sprint"), Stance("U0BEN"))
    assert Post.of({"text": card.text}).is_this(card.text, card.blocks)
    assert Post.of({"text": card.text, "blocks": card.blocks}).is_this(card.text, [])


def test_a_button_of_another_make_is_no_click() -> None:
    assert Click.of({"actions": [{"action_id": "other", "value": "{}"}]}) is None
    assert Click.of({"actions": []}) is None
    assert Click.of({}) is None


def test_only_who_addressed_us_awaits_a_reply() -> None:
    command = {"command": "/whatis", "channel_id": "C1", "user_id": "U1", "text": " x "}
    assert Command.of(command).text == "x"
    assert Asker.of(command) == Asker(Place("C1"), "U1")
    assert Asker.of(body(type="app_mention")) == Asker(Place("C1"), "U0ANA")
    assert Asker.of(body(channel="D1")) == Asker(Place("D1"), "U0ANA")
    assert Asker.of(body()) is None
    assert Asker.of(body(type="app_mention", bot_id="B1")) is None
    assert Asker.of({"actions": []}) is None
    chosen = {"type": "message_action", "user": {"id": "U1"}, "channel": {"id": "C1"}}
    assert Asker.of(chosen) == Asker(Place("C1"), "U1")


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (body(), False),
        (body(type="app_mention"), False),
        (body(type="reaction_added"), True),
        ({"command": "/whatis"}, False),
        ({"command": "/other"}, True),
        (pressed(Button(Act.LINK)), False),
        ({"type": "block_actions", "actions": []}, True),
        ({"type": "shortcut"}, True),
        ({}, True),
    ],
)
def test_what_has_a_listener_is_known(payload: dict[str, Any], expected: bool) -> None:
    assert unheard(payload) is expected


def test_for_the_log_a_payload_is_named_by_slacks_own_words() -> None:
    assert kind(body()) == "event_callback message"
    assert kind({"command": "/whatis", "text": "secret"}) == "/whatis"
