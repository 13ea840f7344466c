"""What people write and take back, and where it stands, as values.

`of` gives None for a payload that is not of its kind, or that is nothing to us: whoever
asks need not know why.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from bot.render import buttons
from bot.render.buttons import Act, Button

from .payload import Headers, Payload, items, part, text_of

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
class Asker:
    """Whoever addressed us, and by which ways they can be told something."""

    stands: Place
    user: str
    response_url: str = ""


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
        event = part(body, "event")
        told = {key: text_of(event, key) for key in ("channel", "ts", "user")}
        robot = any(map(event.get, _OF_APPS)) or told["user"] == _SLACKBOT
        apart = event.get("subtype") not in _READ or bool(event.get("edited"))
        if robot or apart or not all(told.values()):
            return None
        return cls(
            **told,
            thread=text_of(event, "thread_ts"),
            text=text_of(event, "text"),
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
class Deletion:
    """A message that somebody took away."""

    channel: str
    ts: str

    @classmethod
    def of(cls, body: Payload) -> Deletion | None:
        """Read one; a message with replies is not deleted but turned into a tombstone."""
        event = part(body, "event")
        if event.get("subtype") == "message_deleted":
            return cls(text_of(event, "channel"), text_of(event, "deleted_ts"))
        changed = part(event, "message")
        if (
            event.get("subtype") == "message_changed"
            and changed.get("subtype") == "tombstone"
        ):
            return cls(text_of(event, "channel"), text_of(changed, "ts"))
        return None


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
        told = {key: text_of(message, key) for key in ("ts", "user", "text")}
        return cls(**told, standing=buttons.standing(items(message, "blocks")))

    @property
    def asker(self) -> str:
        """Whom it answers, which the button remembers that every card has."""
        found = (one.asker for one in self.standing if one.act is Act.DISMISS)
        return next(found, "")

    def is_this(
        self, text: str, blocks: Sequence[Payload], *, whoever_asked: bool = False
    ) -> bool:
        """Whether it is what was sent as `text` and `blocks`.

        What its buttons remember is compared, for Slack rewrites texts; not the related
        terms, for those change when one is opened. Without buttons the letters are.
        """
        ours, sent = (
            _lasting(standing, whoever_asked)
            for standing in (self.standing, buttons.standing(blocks))
        )
        if ours and sent:
            return ours == sent
        letters = _letters(text)
        return bool(letters) and _letters(self.text) == letters


def answers_to(user: str, posts: Iterable[Post], after: str) -> Iterator[Post]:
    """What answers this person until they go on: of posts in order, the question's ts."""
    until = takewhile(lambda post: post.user != user or post.ts <= after, posts)
    return (post for post in until if post.asker == user and post.ts > after)


def _lasting(standing: Sequence[Button], whoever_asked: bool) -> set[Button]:
    return {
        replace(one, asker="") if whoever_asked else one
        for one in standing
        if one.act not in (Act.EXPLAIN, Act.MORE)
    }


def _letters(text: str) -> str:
    """What is left of a text however Slack rewrites it: `<http://a.b|a.b>`, `:tada:`."""
    unlinked = re.sub(r"<[^<>|]*\|([^<>]*)>", r"\1", text)
    words = html.unescape(re.sub(r":[\w+-]+:", "", unlinked))
    return "".join(filter(str.isalnum, words))


def _mention(user: str) -> re.Pattern[str]:
    return re.compile(rf"<@{re.escape(user)}(?:\|[^<>]*)?>")
