"""Everything that Slack may send: what of it has a listener, and who awaits a reply."""

from __future__ import annotations

from bot.render import modal

from .interactions import COMMANDS, Click, Command, Shortcut
from .messages import Asker, Message
from .payload import Payload, part

EVENTS = ("message", "app_mention")  # with COMMANDS, all that has a listener


def unheard(body: Payload) -> bool:
    """Whether this is something that has no listener: to be acknowledged, no more."""
    if "command" in body:
        return body["command"] not in COMMANDS
    if body.get("type") == "block_actions":
        return Click.of(body) is None
    if body.get("type") == "message_action":
        return body.get("callback_id") != modal.EXPLAIN_TERMS
    return part(body, "event").get("type") not in EVENTS


def asker(body: Payload, bot: str) -> Asker | None:
    """Who awaits a reply to this payload; None where nobody addressed us.

    bot: our user id; of a group's direct messages only the text tells
    """
    if "command" in body:
        return Command.of(body).asker
    if "actions" in body:
        click = Click.of(body)
        return click.asker if click else None
    if body.get("type") == "message_action":
        return Shortcut.of(body).asker
    message = Message.of(body, {})
    if not message:
        return None
    mentioned = part(body, "event").get("type") == "app_mention"
    in_group = message.group and message.mentions(bot)
    return message.asker if mentioned or in_group or message.stands.direct else None
