"""Of all that Slack sends it is known what has a listener, and who awaits a reply."""

from __future__ import annotations

from typing import Any

import pytest

from bot.render.buttons import Act, Button
from bot.slack import incoming
from bot.slack.incoming import unheard
from bot.slack.interactions import Command
from bot.slack.messages import Asker, Place
from tests.slack.events import body, pressed


def test_only_who_addressed_us_awaits_a_reply() -> None:
    command = {"command": "/whatis", "channel_id": "C1", "user_id": "U1", "text": " x "}
    assert Command.of(command).text == "x"
    assert incoming.asker(command, "U0BOT") == Asker(Place("C1"), "U1")
    assert incoming.asker(body(type="app_mention"), "U0BOT") == Asker(Place("C1"), "U0ANA")
    assert incoming.asker(body(channel="D1"), "U0BOT") == Asker(Place("D1"), "U0ANA")
    assert incoming.asker(body(), "U0BOT") is None
    assert incoming.asker(body(type="app_mention", bot_id="B1"), "U0BOT") is None
    assert incoming.asker({"actions": []}, "U0BOT") is None
    chosen = {"type": "message_action", "user": {"id": "U1"}, "channel": {"id": "C1"}}
    assert incoming.asker(chosen, "U0BOT") == Asker(Place("C1"), "U1")


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
