"""What a workspace holds: people, channels, messages. Values and look-ups, no wire."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Block = dict[str, Any]

_PINGS = re.compile(r"<!(?:here|channel|everyone|subteam\^)|<@[UW]")


@dataclass
class Channel:
    """A conversation. `kind` is channel, group (private), im or mpim, as events say it."""

    id: str
    name: str
    kind: str = "channel"
    members: set[str] = field(default_factory=set)
    archived: bool = False
    messages: list[Message] = field(default_factory=list)

    @property
    def shown_name(self) -> str:
        """The name as payloads give it."""
        return {"im": "directmessage", "group": "privategroup"}.get(self.kind, self.name)


@dataclass
class Message:
    """A message as it stands now. `only_for` is set on an ephemeral one."""

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
    edited: bool = False

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return [button["text"]["text"] for button in self.button_elements()]

    @property
    def thread(self) -> str:
        """The ts of the thread it stands in, or would begin."""
        return self.thread_ts or self.ts

    @property
    def pings(self) -> bool:
        """Whether showing it would have notified somebody."""
        return bool(_PINGS.search(self.text)) or any(
            node.get("type") in ("user", "usergroup", "broadcast")
            or (node.get("type") == "mrkdwn" and _PINGS.search(node.get("text", "")))
            for node in _nodes(self.blocks)
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
            shown["edited"] = {"user": self.user, "ts": self.ts}
        return shown


def buttons_of(blocks: list[Block]) -> Iterator[Block]:
    """The buttons in some blocks, each with its block's id in `block_id`."""
    for block in blocks:
        for element in block.get("elements", []) if block["type"] == "actions" else []:
            yield {**element, "block_id": block.get("block_id", "")}


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)


def with_block_ids(blocks: list[Block]) -> list[Block]:
    """The blocks as Slack stores them: each one with an id."""
    return [{"block_id": f"b{at}", **block} for at, block in enumerate(blocks)]


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
class Call:
    """One call of the Web API: what was asked and what was answered."""

    method: str
    arguments: dict[str, Any]
    answer: dict[str, Any] = field(default_factory=dict)


@dataclass
class ResponseUrl:
    """Where a click or command may be answered: five times within half an hour."""

    channel: Channel
    user: str
    source: Message | None
    born: float
    uses: int = 0
