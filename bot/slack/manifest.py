"""The Slack app's manifest, and what each of its scopes is for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.errors import ConfigError

EVENTS_PATH = "/slack/events"

# Scope → what is switched off without it.
SCOPES = {
    "app_mentions:read": "mentions are not answered",
    "channels:history": "questions in public channels are not heard",
    "chat:write": "nothing can be said at all",
    "commands": "/whatis, /glossary and “Explain terms here” do not exist",
    "groups:history": "questions in private channels are not heard",
    "im:history": "direct messages are not heard",
    "mpim:history": "questions in group direct messages are not heard",
}
INDISPENSABLE = "chat:write"
OF_OVERHEARING = frozenset(("channels:history", "groups:history", "mpim:history"))


def manifest(http_url: str | None = None, *, mention_only: bool = False) -> dict[str, Any]:
    """For Socket Mode, or for HTTP at the address where the bot can be reached.

    mention_only: without the right to read channels and group direct messages; the bot
        then hears only mentions, commands, clicks and what is written to it alone

    Raises ConfigError for an address that Slack would not take.
    """
    if http_url is not None and not re.match(r"https://[^\s/]", http_url):
        told = f"Slack calls no address but https://…; {http_url!r} is none"
        raise ConfigError([told])
    text = Path(__file__).with_name("manifest.json").read_text(encoding="utf-8")
    whole: dict[str, Any] = json.loads(text)
    if http_url:
        url = http_url.rstrip("/").removesuffix(EVENTS_PATH) + EVENTS_PATH
        settings = whole["settings"]
        settings["socket_mode_enabled"] = False
        settings["event_subscriptions"]["request_url"] = url
        settings["interactivity"]["request_url"] = url
        for command in whole["features"]["slash_commands"]:
            command["url"] = url
    if mention_only:
        _leave_out(whole, OF_OVERHEARING)
    return whole


def _leave_out(whole: dict[str, Any], scopes: frozenset[str]) -> None:
    """Take scopes out of a manifest, and the events that come by them."""
    asked, subscribed = whole["oauth_config"]["scopes"], whole["settings"]
    for kind in ("bot", "bot_optional"):
        asked[kind] = [scope for scope in asked[kind] if scope not in scopes]
    if not asked["bot_optional"]:
        del asked["bot_optional"]
    events = subscribed["event_subscriptions"]
    lost = {"message." + scope.removesuffix(":history") for scope in scopes}
    events["bot_events"] = [one for one in events["bot_events"] if one not in lost]


def switched_off(granted: Iterable[str]) -> dict[str, str]:
    """Each scope that is not granted, and what that switches off."""
    return {scope: what for scope, what in SCOPES.items() if scope not in set(granted)}
