"""An event and a click as Slack sends them, for the tests that read payloads."""

from __future__ import annotations

from typing import Any

from bot.render.buttons import Button, pack

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


def pressed(button: Button, **more: Any) -> dict[str, Any]:
    """A click on the button."""
    action = {"action_id": f"{button.act}:0", "value": pack(button)}
    return {"type": "block_actions", "actions": [action], "user": {"id": "U0ANA"}, **more}
