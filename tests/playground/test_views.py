"""The workspace refuses the windows that Slack refuses."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.views import faults
from bot.playground.workspace import Workspace


def window(**other: Any) -> dict[str, Any]:
    good = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Terms"},
        "blocks": [{"type": "divider"}],
    }
    return {**good, **other}


def test_a_good_window_is_taken() -> None:
    close = {"type": "plain_text", "text": "Close"}
    assert faults(window(close=close, private_metadata="x" * 3000)) == []


@pytest.mark.parametrize(
    "view",
    [
        None,
        {"type": "home"},
        window(blocks=[]),
        window(blocks=[{"type": "divider"}] * 101),
        window(blocks=[{"type": "hologram"}]),
        window(title={"type": "plain_text", "text": "x" * 25}),
        window(title={"type": "mrkdwn", "text": "x"}),
        window(title=None),
        window(close={"type": "plain_text", "text": ""}),
        window(private_metadata="x" * 3001),
        window(callback_id="x" * 256),
        window(colour="red"),
    ],
)
def test_a_window_that_slack_would_not_open_is_refused(view: object) -> None:
    assert faults(view)


async def test_a_window_opens_once_for_each_trigger_and_only_an_open_one_changes() -> None:
    async with Workspace() as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        ana = slack.person("ana")
        trigger = slack.trigger(ana)

        opened = await client.views_open(trigger_id=trigger, view=window())
        await client.views_update(
            view_id=opened["view"]["id"], view=window(callback_id="c")
        )

        assert ana.window is not None
        assert ana.window.view["callback_id"] == "c"
        for method, given in (
            ("views.open", {"trigger_id": trigger, "view": window()}),
            ("views.update", {"view_id": "V9", "view": window()}),
            ("views.open", {"trigger_id": slack.trigger(ana), "view": {}}),
        ):
            with pytest.raises(SlackApiError):
                await client.api_call(method, json=given)
        with pytest.raises(ValueError, match="no button"):
            await ana.presses_in_window("Nothing")
        slack.close_windows(ana.id)
        with pytest.raises(ValueError, match="no window"):
            await ana.presses_in_window("Nothing")
