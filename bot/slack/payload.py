"""What Slack sends, before anything is made of it: how to look into any shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Payload = Mapping[str, Any]
Headers = Mapping[str, Sequence[str]]  # names in lower case


def kind(body: Payload) -> str:
    """What sort of payload it is, for the log: Slack's own names, nothing of people."""
    names = (
        text_of(body, "command"),
        text_of(body, "type"),
        text_of(part(body, "event"), "type"),
    )
    return " ".join(filter(None, names))


def part(payload: Payload, key: str) -> Payload:
    """What stands there, if it is an object, or an empty one."""
    value = payload.get(key)
    return value if isinstance(value, Mapping) else {}


def items(payload: Payload, key: str) -> Sequence[Any]:
    """What stands there, if it is a list, or an empty one."""
    value = payload.get(key)
    return value if isinstance(value, list) else ()


def text_of(payload: Payload, key: str) -> str:
    """What stands there, if it is text, or an empty one."""
    value = payload.get(key)
    return value if isinstance(value, str) else ""
