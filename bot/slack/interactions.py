"""Commands, clicks and shortcuts, as values.

`of` gives None for a payload that is not of its kind, or that is nothing to us.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.render import buttons, modal
from bot.render.buttons import Act, Button

from .messages import Asker, Place
from .payload import Payload, items, part, text_of

WHATIS, GLOSSARY = COMMANDS = ("/whatis", "/glossary")


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command with what was typed behind it."""

    name: str
    text: str
    channel: str
    user: str
    response_url: str

    @classmethod
    def of(cls, body: Payload) -> Command:
        """Read one; Slack sends no other shape."""
        return cls(
            name=text_of(body, "command"),
            text=text_of(body, "text").strip(),
            channel=text_of(body, "channel_id"),
            user=text_of(body, "user_id"),
            response_url=text_of(body, "response_url"),
        )

    @property
    def asker(self) -> Asker:
        """Who typed it, and how to tell them something."""
        return Asker(Place(self.channel), self.user, self.response_url)


@dataclass(frozen=True, slots=True)
class Click:
    """A button pressed, on which message, by whom.

    ts:       of the message it stands on
    thread:   of that message; empty outside of threads
    private:  only the one who pressed sees that message
    standing: every button of the message; none where Slack does not send it along
    at:       when it was pressed, as a ts
    """

    button: Button
    channel: str
    ts: str
    thread: str
    user: str
    response_url: str
    private: bool = False
    standing: tuple[Button, ...] = ()
    at: str = ""

    @classmethod
    def of(cls, body: Payload) -> Click | None:
        """Read the first action of a `block_actions` payload; None if it is not ours."""
        action = next(iter(items(body, "actions")), None)
        if not isinstance(action, Mapping):
            return None
        button = buttons.unpack(action.get("action_id"), action.get("value"))
        if not button:
            return None
        message, container = part(body, "message"), part(body, "container")
        return cls(
            button=button,
            channel=text_of(part(body, "channel"), "id")
            or text_of(container, "channel_id"),
            ts=text_of(message, "ts") or text_of(container, "message_ts"),
            thread=text_of(message, "thread_ts") or text_of(container, "thread_ts"),
            user=text_of(part(body, "user"), "id"),
            response_url=text_of(body, "response_url"),
            private=bool(container.get("is_ephemeral")),
            standing=buttons.standing(items(message, "blocks")),
            at=text_of(action, "action_ts"),
        )

    @property
    def stands(self) -> Place:
        """Where its message stands: the thread only if it is in one."""
        return Place(self.channel, self.thread)

    @property
    def below(self) -> Place:
        """The thread of its message, or the one that would begin with it."""
        return Place(self.channel, self.thread or self.ts)

    @property
    def place(self) -> Place:
        """Where the answer goes: the thread of the card, or one below it; DMs stay flat."""
        return self.stands if self.stands.direct else self.below

    @property
    def opened(self) -> frozenset[str]:
        """The terms that its message shows with ✓."""
        return frozenset(button.term for button in self.standing if button.opened)

    @property
    def card(self) -> Button:
        """What its message is, which the button that every card has remembers."""
        found = (one for one in self.standing if one.act is Act.DISMISS)
        return next(found, Button(Act.DISMISS))

    @property
    def asker(self) -> Asker:
        """Who pressed, and the ways to tell them something."""
        return Asker(self.stands, self.user, self.response_url)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """“Explain terms here”, chosen on a message. `trigger` opens one window, at once."""

    trigger: str
    text: str
    asker: Asker

    @classmethod
    def of(cls, body: Payload) -> Shortcut:
        """Read a `message_action` payload."""
        message, user = part(body, "message"), text_of(part(body, "user"), "id")
        stands = Place(text_of(part(body, "channel"), "id"), text_of(message, "thread_ts"))
        asker = Asker(stands, user, text_of(body, "response_url"))
        return cls(text_of(body, "trigger_id"), text_of(message, "text"), asker)


@dataclass(frozen=True, slots=True)
class WindowClick:
    """A button pressed in a window; `names` are the terms that the window is about."""

    button: Button
    view: str
    names: tuple[str, ...]
    asker: Asker

    @classmethod
    def of(cls, body: Payload) -> WindowClick | None:
        """Read a `block_actions` payload; None if it does not come from a window."""
        view, click = part(body, "view"), Click.of(body)
        if not view or not click:
            return None
        names = modal.names_in(view.get("private_metadata"))
        return cls(click.button, text_of(view, "id"), names, click.asker)
