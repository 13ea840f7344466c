"""What Slack sends, as values. The only module that looks into its payloads.

`of` gives None for a payload that is not of its kind, or that is nothing to us: whoever
asks need not know why.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.render import buttons, modal
from bot.render.buttons import Act, Button

Payload = Mapping[str, Any]
Headers = Mapping[str, Sequence[str]]  # names in lower case

EVENTS = ("message", "app_mention")  # with COMMANDS, all that has a listener
WHATIS, GLOSSARY = COMMANDS = ("/whatis", "/glossary")

_SLACKBOT = "USLACKBOT"  # reminders and the like, without a bot_id
_OF_APPS = ("bot_id", "bot_profile", "app_id")  # what a message of a person lacks
_READ = (None, "", "file_share", "thread_broadcast")  # subtypes of what people write


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said: a channel and, if it is in one, the thread's first ts."""

    channel: str
    thread: str = ""

    @property
    def direct(self) -> bool:
        """A conversation with the bot alone."""
        return self.channel.startswith("D")


@dataclass(frozen=True, slots=True)
class Message:
    """Something a person wrote. `again`: Slack says it has sent it before."""

    channel: str
    ts: str
    thread: str
    user: str
    text: str
    group: bool = False  # in a direct message of several people
    again: bool = False

    @classmethod
    def of(cls, body: Payload, headers: Headers) -> Message | None:
        """Read a `message` or `app_mention` event; nothing of bots, and no edits."""
        event = _part(body, "event")
        told = {key: _text(event, key) for key in ("channel", "ts", "user")}
        robot = any(map(event.get, _OF_APPS)) or told["user"] == _SLACKBOT
        apart = event.get("subtype") not in _READ or bool(event.get("edited"))
        if robot or apart or not all(told.values()):
            return None
        return cls(
            **told,
            thread=_text(event, "thread_ts"),
            text=_text(event, "text"),
            group=event.get("channel_type") == "mpim",
            # First deliveries in Socket Mode carry a retry number too: 0.
            again=(*headers.get("x-slack-retry-num", ()), "0")[0] != "0",
        )

    @property
    def stands(self) -> Place:
        """Where it was written: the thread only if it is in one."""
        return Place(self.channel, self.thread)

    @property
    def place(self) -> Place:
        """Where it is answered: in its thread, and in a direct message where it stands."""
        if self.stands.direct:
            return self.stands
        return Place(self.channel, self.thread or self.ts)

    @property
    def key(self) -> tuple[str, str]:
        """What tells this message from all others, however often it is delivered.

        Not the event_id: the two events of a mention have two of them.
        """
        return self.channel, self.ts

    @property
    def asker(self) -> Asker:
        """Who wrote it, and how to tell them something."""
        return Asker(self.stands, self.user)

    def mentions(self, user: str) -> bool:
        """Whether the text holds this user as a mention."""
        return user in self.text and bool(_mention(user).search(self.text))

    def opens_with(self, user: str) -> bool:
        """Whether the mention is the first thing in the text."""
        return bool(_mention(user).match(self.text.lstrip()))

    def without(self, user: str) -> str:
        """The text with the mentions of this user left out."""
        return _mention(user).sub(" ", self.text).strip()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something comes from, and from whose people.

    teams:  workspace or organisation of whoever did it; none where Slack does not tell
    shared: whether the channel is shared with another organisation; None where Slack does
            not tell, and only events do (https://docs.slack.dev/apis/events-api)
    """

    channel: str
    teams: frozenset[str] = frozenset()
    shared: bool | None = None

    @classmethod
    def of(cls, body: Payload) -> Origin:
        """Read it from any payload.

        `team` in an event is the person's own only where there is no `user_team`, and in a
        click it is the workspace pressed in, not the person's.
        """
        if "command" in body:
            teams = {_text(body, "team_id"), _text(body, "enterprise_id")}
            return cls(_text(body, "channel_id"), frozenset(teams) - {""})
        event, user = _part(body, "event"), _part(body, "user")
        names = _text(event, "user_team"), _text(event, "source_team"), _text(event, "team")
        team = next(filter(None, names), _text(user, "team_id"))
        channel, container = _part(body, "channel"), _part(body, "container")
        where = (
            _text(event, "channel"),
            _text(channel, "id"),
            _text(container, "channel_id"),
        )
        shared = body.get("is_ext_shared_channel")
        return cls(
            next(filter(None, where), ""),
            frozenset({team}) - {""},
            shared if isinstance(shared, bool) else None,
        )


@dataclass(frozen=True, slots=True)
class Deletion:
    """A message that somebody took away."""

    channel: str
    ts: str

    @classmethod
    def of(cls, body: Payload) -> Deletion | None:
        """Read one; a message with replies is not deleted but turned into a tombstone."""
        event = _part(body, "event")
        if event.get("subtype") == "message_deleted":
            return cls(_text(event, "channel"), _text(event, "deleted_ts"))
        changed = _part(event, "message")
        if (
            event.get("subtype") == "message_changed"
            and changed.get("subtype") == "tombstone"
        ):
            return cls(_text(event, "channel"), _text(changed, "ts"))
        return None


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
            name=_text(body, "command"),
            text=_text(body, "text").strip(),
            channel=_text(body, "channel_id"),
            user=_text(body, "user_id"),
            response_url=_text(body, "response_url"),
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
    """

    button: Button
    channel: str
    ts: str
    thread: str
    user: str
    response_url: str
    private: bool = False
    standing: tuple[Button, ...] = ()

    @classmethod
    def of(cls, body: Payload) -> Click | None:
        """Read the first action of a `block_actions` payload; None if it is not ours."""
        action = next(iter(_list(body, "actions")), None)
        if not isinstance(action, Mapping):
            return None
        button = buttons.unpack(action.get("action_id"), action.get("value"))
        if not button:
            return None
        message, container = _part(body, "message"), _part(body, "container")
        return cls(
            button=button,
            channel=_text(_part(body, "channel"), "id") or _text(container, "channel_id"),
            ts=_text(message, "ts") or _text(container, "message_ts"),
            thread=_text(message, "thread_ts") or _text(container, "thread_ts"),
            user=_text(_part(body, "user"), "id"),
            response_url=_text(body, "response_url"),
            private=bool(container.get("is_ephemeral")),
            standing=buttons.standing(_list(message, "blocks")),
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
        message, user = _part(body, "message"), _text(_part(body, "user"), "id")
        stands = Place(_text(_part(body, "channel"), "id"), _text(message, "thread_ts"))
        asker = Asker(stands, user, _text(body, "response_url"))
        return cls(_text(body, "trigger_id"), _text(message, "text"), asker)


@dataclass(frozen=True, slots=True)
class WindowClick:
    """A button pressed in a window; `names` are the terms that the window is about."""

    button: Button
    view: str
    names: tuple[str, ...]

    @classmethod
    def of(cls, body: Payload) -> WindowClick | None:
        """Read a `block_actions` payload; None if it does not come from a window."""
        view, click = _part(body, "view"), Click.of(body)
        if not view or not click:
            return None
        names = modal.names_in(view.get("private_metadata"))
        return cls(click.button, _text(view, "id"), names)


@dataclass(frozen=True, slots=True)
class Post:
    """A message as Slack gives it back from a thread."""

    ts: str
    user: str
    text: str
    standing: tuple[Button, ...]

    @classmethod
    def of(cls, message: Payload) -> Post:
        """Read one of what `conversations.replies` lists."""
        told = {key: _text(message, key) for key in ("ts", "user", "text")}
        return cls(**told, standing=buttons.standing(_list(message, "blocks")))

    def is_this(self, text: str, blocks: Sequence[Payload]) -> bool:
        """Whether it is what was sent as `text` and `blocks`.

        What its buttons remember is compared, for Slack rewrites texts; not the related
        terms, for those change when one is opened. Without buttons the letters are.
        """
        ours, sent = map(_lasting, (self.standing, buttons.standing(blocks)))
        if ours and sent:
            return ours == sent
        letters = _letters(text)
        return bool(letters) and _letters(self.text) == letters


@dataclass(frozen=True, slots=True)
class Asker:
    """Whoever addressed us, and by which ways they can be told something."""

    stands: Place
    user: str
    response_url: str = ""

    @classmethod
    def of(cls, body: Payload) -> Asker | None:
        """Who awaits a reply to this payload; None where nobody addressed us."""
        if "command" in body:
            return Command.of(body).asker
        if "actions" in body:
            click = Click.of(body)
            return click.asker if click else None
        if body.get("type") == "message_action":
            return Shortcut.of(body).asker
        message = Message.of(body, {})
        mentioned = _part(body, "event").get("type") == "app_mention"
        if message and (mentioned or message.stands.direct):
            return message.asker
        return None


def unheard(body: Payload) -> bool:
    """Whether this is something that has no listener: to be acknowledged, no more."""
    if "command" in body:
        return body["command"] not in COMMANDS
    if body.get("type") == "block_actions":
        return Click.of(body) is None
    if body.get("type") == "message_action":
        return body.get("callback_id") != modal.EXPLAIN_TERMS
    return _part(body, "event").get("type") not in EVENTS


def kind(body: Payload) -> str:
    """What sort of payload it is, for the log: Slack's own names, nothing of people."""
    names = _text(body, "command"), _text(body, "type"), _text(_part(body, "event"), "type")
    return " ".join(filter(None, names))


def _lasting(standing: Sequence[Button]) -> set[Button]:
    return {one for one in standing if one.act not in (Act.EXPLAIN, Act.MORE)}


def _letters(text: str) -> str:
    """What is left of a text however Slack rewrites it: `<http://a.b|a.b>`, `:tada:`."""
    unlinked = re.sub(r"<[^<>|]*\|([^<>]*)>", r"\1", text)
    words = html.unescape(re.sub(r":[\w+-]+:", "", unlinked))
    return "".join(filter(str.isalnum, words))


def _mention(user: str) -> re.Pattern[str]:
    return re.compile(rf"<@{re.escape(user)}(?:\|[^<>]*)?>")


def _part(payload: Payload, key: str) -> Payload:
    part = payload.get(key)
    return part if isinstance(part, Mapping) else {}


def _list(payload: Payload, key: str) -> Sequence[Any]:
    value = payload.get(key)
    return value if isinstance(value, list) else ()


def _text(payload: Payload, key: str) -> str:
    value = payload.get(key)
    return value if isinstance(value, str) else ""
