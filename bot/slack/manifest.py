"""The Slack app's manifest, and what each of its scopes is for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

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


def manifest(http_url: str | None = None) -> dict[str, Any]:
    """For Socket Mode, or for HTTP at the address where the bot can be reached."""
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
    return whole


def switched_off(granted: Iterable[str]) -> dict[str, str]:
    """Each scope that is not granted, and what that switches off."""
    return {scope: what for scope, what in SCOPES.items() if scope not in set(granted)}
