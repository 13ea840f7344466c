"""The manifest asks for the fewest scopes, and each has its use."""

from __future__ import annotations

import pytest

from bot.errors import ConfigError
from bot.slack import incoming, interactions
from bot.slack.manifest import SCOPES, manifest, switched_off


def test_it_is_for_socket_mode_unless_an_address_is_given() -> None:
    settings = manifest()["settings"]
    assert settings["socket_mode_enabled"]
    assert "request_url" not in settings["event_subscriptions"]


@pytest.mark.parametrize("address", ["https://a.example", "https://a.example/slack/events"])
def test_for_http_everything_leads_to_the_one_path(address: str) -> None:
    whole = manifest(address)
    settings = whole["settings"]
    urls = [
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        *(command["url"] for command in whole["features"]["slash_commands"]),
    ]
    assert not settings["socket_mode_enabled"]
    assert urls == ["https://a.example/slack/events"] * 4


@pytest.mark.parametrize("address", ["bot.example", "http://bot.example", "https://", ""])
def test_an_address_that_slack_would_not_take_is_told(address: str) -> None:
    with pytest.raises(ConfigError, match="https://"):
        manifest(address)


def test_every_scope_has_its_reason_and_no_scope_is_asked_for_without_one() -> None:
    scopes = manifest()["oauth_config"]["scopes"]
    assert scopes["bot"] == sorted(SCOPES)
    assert set(scopes["bot_optional"]) < set(scopes["bot"])


def test_each_event_has_a_scope_that_lets_it_come_and_a_listener() -> None:
    events = manifest()["settings"]["event_subscriptions"]["bot_events"]
    kinds = {event.partition(".")[0] for event in events}
    channels = {event.partition(".")[2] for event in events} - {""}
    assert kinds == set(incoming.EVENTS)
    assert {f"{channel}:history" for channel in channels} == {
        scope for scope in SCOPES if scope.endswith(":history")
    }


def test_each_command_has_a_listener() -> None:
    commands = manifest()["features"]["slash_commands"]
    assert {command["command"] for command in commands} == set(interactions.COMMANDS)


@pytest.mark.parametrize("address", [None, "https://a.example"])
def test_for_mentions_alone_it_asks_for_no_right_to_read_channels(
    address: str | None,
) -> None:
    whole, less = manifest(address), manifest(address, mention_only=True)
    scopes = less["oauth_config"]["scopes"]
    events = less["settings"]["event_subscriptions"]

    assert scopes == {"bot": ["app_mentions:read", "chat:write", "commands", "im:history"]}
    assert events["bot_events"] == ["app_mention", "message.im"]
    less["oauth_config"]["scopes"] = whole["oauth_config"]["scopes"]
    events["bot_events"] = whole["settings"]["event_subscriptions"]["bot_events"]
    assert less == whole


def test_people_can_write_to_the_bot() -> None:
    home = manifest()["features"]["app_home"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]


def test_what_is_not_granted_is_told_with_what_it_switches_off() -> None:
    granted = set(SCOPES) - {"commands"} | {"users:read"}
    assert switched_off(granted) == {"commands": SCOPES["commands"]}
