"""What a workspace holds: people, channels, messages. Values and look-ups, no wire."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .weather import Fault

Block = dict[str, Any]

_PINGS = re.compile(r"<!(?:here|channel|everyone|subteam\^)|<@[UW]")
_BARE_PINGS = re.compile(r"(?<![\w.])@(?:here|channel|everyone)\b")
_NAMES = re.compile(r"(?<![\w.])@\w")

_SLACKBOT = "USLACKBOT"


@dataclass
class Channel:
    """A conversation. `kind` is channel, group (private), im or mpim, as events say it.

    shared: with another organisation, by Slack Connect
    """

    id: str
    name: str
    kind: str = "channel"
    members: set[str] = field(default_factory=set)
    archived: bool = False
    shared: bool = False
    messages: list[Message] = field(default_factory=list)
    by_ts: dict[str, Message] = field(default_factory=dict, repr=False)

    @property
    def shown_name(self) -> str:
        """The name as payloads give it."""
        return {"im": "directmessage", "group": "privategroup"}.get(self.kind, self.name)

    @property
    def private(self) -> bool:
        """Whether only members see what stands in it."""
        return self.kind != "channel"

    def add(self, message: Message, under: Message | None = None) -> None:
        """Let a message stand here, or in the thread that `under` stands in or begins.

        Slack asks for the parent's ts and says nothing of a reply's; here a reply leads
        to its parent. Under what is gone, nothing can stand: it falls into the channel.
        """
        parent = under and (under.root or under)
        if parent is not None and not parent.gone:
            message.root, message.thread_ts = parent, parent.ts
            parent.replies.append(message)
        self.messages.append(message)
        self.by_ts[message.ts] = message


@dataclass
class Message:
    """A message as it stands now.

    only_for:   who alone sees it, of an ephemeral one
    edited:     the ts of its last edit
    link_names: whether it was posted to turn bare @names into mentions
    root:       the message whose thread it stands in, none outside of threads
    replies:    all that was ever said in the thread it began
    """

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Block] = field(default_factory=list)
    thread_ts: str | None = None
    bot_id: str = ""
    subtype: str = ""
    only_for: str = ""
    deleted: bool = False
    edited: str = ""
    link_names: bool = False
    root: Message | None = field(default=None, repr=False, compare=False)
    replies: list[Message] = field(default_factory=list, repr=False, compare=False)

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return [button["text"]["text"] for button in self.button_elements()]

    @property
    def thread(self) -> str:
        """The ts of the thread it stands in, or would begin."""
        return self.thread_ts or self.ts

    @property
    def standing(self) -> list[Message]:
        """The replies that still stand in the thread it began."""
        return [reply for reply in self.replies if not reply.deleted]

    @property
    def gone(self) -> bool:
        """Deleted without a trace; with replies below it a tombstone is left."""
        return self.deleted and not self.standing

    @property
    def in_channel(self) -> bool:
        """Whether it is shown in the channel itself, not only in a thread."""
        return self.thread_ts in (None, self.ts) or self.subtype == "thread_broadcast"

    @property
    def pings(self) -> bool:
        """Whether showing it would have notified somebody."""
        named = self.link_names and _NAMES.search(self.text)
        return bool(named or _PINGS.search(self.text)) or any(
            map(_notifies, _nodes(self.blocks))
        )

    def button_elements(self) -> Iterator[Block]:
        """Its buttons as Block Kit elements, each with its block's id in `block_id`."""
        return buttons_of(self.blocks)

    def as_slack_has_it(self) -> dict[str, Any]:
        """The message object of events, interactions and API responses."""
        shown: dict[str, Any] = {"type": "message", "user": self.user, "ts": self.ts}
        shown["text"] = self.text
        for key in ("blocks", "thread_ts", "bot_id", "subtype"):
            if value := getattr(self, key):
                shown[key] = value
        if self.edited:
            shown["edited"] = {"user": self.user, "ts": self.edited}
        if self.subtype == "file_share":
            shown["files"] = [{"id": f"F{self.ts.replace('.', '')}", "name": "picture.png"}]
            shown["upload"] = False
        if self.root:
            shown["parent_user_id"] = self.root.user
            if self.subtype == "thread_broadcast":
                shown["root"] = self.root.as_slack_has_it()
        return {**shown, **(self._tombstone() if self.deleted else {}), **self._thread()}

    def _thread(self) -> dict[str, Any]:
        """What a message tells of the thread it began."""
        if not self.replies or not (self.standing or self.deleted):
            return {}
        users = list(dict.fromkeys(reply.user for reply in self.standing))
        return {
            "thread_ts": self.ts,
            "reply_count": len(self.standing),
            "reply_users_count": len(users),
            "reply_users": users,
            "latest_reply": max([reply.ts for reply in self.standing], default="0"),
        }

    def _tombstone(self) -> dict[str, Any]:
        """What is left where a message with replies was deleted."""
        return {
            "subtype": "tombstone",
            "user": _SLACKBOT,
            "text": "This message was deleted.",
            "hidden": True,
            "blocks": [],
        }


def buttons_of(blocks: list[Block]) -> Iterator[Block]:
    """The buttons in some blocks, each with its block's id in `block_id`."""
    for block in blocks:
        elements = block.get("elements", []) if block["type"] == "actions" else []
        beside = [block["accessory"]] if "accessory" in block else []
        for element in (*elements, *beside):
            yield {**element, "block_id": block.get("block_id", "")}


def _notifies(node: dict[str, Any]) -> bool:
    """Whether a part of the blocks notifies somebody; mrkdwn reads bare @here as well."""
    if node.get("type") != "mrkdwn":
        return node.get("type") in ("user", "usergroup", "broadcast")
    text = node.get("text", "")
    bare = not node.get("verbatim") and _BARE_PINGS.search(text)
    return bool(bare or _PINGS.search(text))


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)


def with_block_ids(blocks: list[Block]) -> list[Block]:
    """The blocks as Slack stores them: each one with an id, none with another's."""
    taken = {block.get("block_id") for block in blocks}
    free = [f"b{at}" for at in range(2 * len(blocks)) if f"b{at}" not in taken]
    return [{"block_id": name, **block} for name, block in zip(free, blocks, strict=False)]


@dataclass
class Window:
    """A modal that one person has open."""

    id: str
    user: str
    view: dict[str, Any]

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return [button["text"]["text"] for button in buttons_of(self.view["blocks"])]

    @property
    def text(self) -> str:
        """All that it says, for tests to look in."""
        found = (node.get("text") for node in _nodes(self.view["blocks"]))
        return " ".join(words for words in found if isinstance(words, str))


@dataclass
class Delivery:
    """One payload on its way: `kind` is event, command or interaction.

    status: 200 once acknowledged, 0 if nobody did in time; body: what was answered
    fault:  what was made to go wrong with it
    began, ended: when it was sent, and acknowledged or given up
    """

    kind: str
    payload: dict[str, Any]
    status: int = 0
    body: str = ""
    retry_num: int = 0
    retry_reason: str = ""
    id: str = field(default="")
    fault: Fault | None = None
    began: float = 0.0
    ended: float = 0.0

    @property
    def acked(self) -> bool:
        """Whether the bot took it."""
        return self.status == 200


@dataclass
class Call:
    """One call of the Web API: what was asked, what was answered, what went wrong when."""

    method: str
    arguments: dict[str, Any]
    answer: dict[str, Any] = field(default_factory=dict)
    fault: Fault | None = None
    at: float = field(default_factory=time.time)


@dataclass
class ResponseUrl:
    """Where a click or command may be answered: five times within half an hour."""

    channel: Channel
    user: str
    source: Message | None
    born: float
    uses: int = 0
