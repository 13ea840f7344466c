"""The Web API methods that the bot calls, as strict as Slack's.

https://docs.slack.dev/reference/methods. An error is raised as `Refused` with Slack's own
code and becomes `{"ok": false, "error": …}`.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from math import inf
from typing import TYPE_CHECKING, Any

from . import events, limits, views
from .state import Channel, Message, with_block_ids

if TYPE_CHECKING:
    from .workspace import Workspace

Arguments = Mapping[str, Any]
Answer = dict[str, Any]

LONGEST_TEXT = 40_000
LONGEST_UPDATE = 4_000
MOST_A_PAGE = 1_000


class Refused(Exception):
    """Slack says no: its error code, and what more it tells."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error, self.more = error, more


def content(arguments: Arguments) -> tuple[str, list[dict[str, Any]]]:
    """The text and blocks to show, checked as Slack checks them."""
    text = str(arguments.get("text") or "")
    blocks = arguments.get("blocks") or []
    if isinstance(blocks, str):
        try:
            blocks = json.loads(blocks)
        except ValueError:
            raise Refused("invalid_blocks_format") from None
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    if not text.strip() and not blocks:
        raise Refused("no_text")
    if len(text) > LONGEST_TEXT:
        raise Refused("msg_too_long")
    if faults := limits.faults(blocks):
        metadata = {"messages": [f"[ERROR] {fault}" for fault in faults]}
        raise Refused("invalid_blocks", errors=faults, response_metadata=metadata)
    if limits.too_long(blocks):
        raise Refused("msg_blocks_too_long")
    return text, with_block_ids(blocks)


class WebApi:
    """The methods, each a coroutine from arguments to what stands beside `ok`."""

    def __init__(self, workspace: Workspace) -> None:
        self._slack = workspace
        self.methods: Mapping[str, Callable[[Arguments], Awaitable[Answer]]] = {
            "auth.test": self._auth_test,
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "chat.delete": self._delete,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.getPermalink": self._permalink,
            "conversations.history": self._history,
            "conversations.replies": self._replies,
            "views.open": self._open_view,
            "views.update": self._update_view,
            "apps.connections.open": self._open_connection,
        }

    async def call(self, method: str, arguments: Arguments, token: str) -> Answer:
        """Do what a method does. Raises Refused."""
        slack = self._slack
        if method not in self.methods:
            raise Refused("unknown_method", req_method=method)
        if not token:
            raise Refused("not_authed")
        expected = slack.app_token if method == "apps.connections.open" else slack.bot_token
        if slack.revoked or token not in (slack.app_token, slack.bot_token):
            raise Refused(slack.revoked or "invalid_auth")
        if token != expected:
            raise Refused("not_allowed_token_type")
        if method.startswith("chat.") and method != "chat.getPermalink":
            self._need("chat:write")
        return await self.methods[method](arguments)

    def _need(self, scope: str) -> None:
        if scope not in self._slack.scopes:
            provided = ",".join(sorted(self._slack.scopes))
            raise Refused("missing_scope", needed=scope, provided=provided)

    def _channel(self, arguments: Arguments) -> Channel:
        """The channel named, which the bot must be in; a person names the DM with them."""
        named = str(arguments.get("channel") or "")
        person = self._slack.people.get(named)
        channel = self._slack.dm(person) if person else self._slack.channels.get(named)
        if channel is None:
            raise Refused("channel_not_found")
        if self._slack.bot_user not in channel.members:
            raise Refused("channel_not_found" if channel.private else "not_in_channel")
        return channel

    def _open_channel(self, arguments: Arguments) -> Channel:
        """The channel named, which the bot must be able to write to."""
        channel = self._channel(arguments)
        if channel.archived:
            raise Refused("is_archived")
        return channel

    def _own_message(self, arguments: Arguments, refusal: str) -> Message:
        channel = self._open_channel(arguments)
        message = self._slack.message(channel.id, str(arguments.get("ts") or ""))
        if message is None or message.deleted:
            raise Refused("message_not_found")
        if message.bot_id != self._slack.bot_id:
            raise Refused(refusal)
        return message

    async def _auth_test(self, arguments: Arguments) -> Answer:
        slack = self._slack
        return {
            "url": "https://playground.example.com/",
            "team": "Playground",
            "team_id": slack.team,
            "user": "explainer",
            "user_id": slack.bot_user,
            "bot_id": slack.bot_id,
        }

    async def _post(self, arguments: Arguments) -> Answer:
        channel = self._open_channel(arguments)
        text, blocks = content(arguments)
        message = self._slack.bot_posts(
            channel,
            text,
            blocks,
            str(arguments.get("thread_ts") or ""),
            link_names=links_names(arguments),
        )
        return {
            "channel": channel.id,
            "ts": message.ts,
            "message": message.as_slack_has_it(),
        }

    async def _update(self, arguments: Arguments) -> Answer:
        message = self._own_message(arguments, "cant_update_message")
        text, blocks = content(arguments)
        if len(text) > LONGEST_UPDATE:
            raise Refused("msg_too_long")
        if blocks and _is_rich(message.blocks) and not _is_rich(blocks):
            raise Refused("block_mismatch")
        self._slack.change(message, text, blocks, link_names=links_names(arguments))
        shown = message.as_slack_has_it()
        return {
            "channel": message.channel,
            "ts": message.ts,
            "text": text,
            "message": shown,
        }

    async def _delete(self, arguments: Arguments) -> Answer:
        message = self._own_message(arguments, "cant_delete_message")
        self._slack.remove(message)
        return {"channel": message.channel, "ts": message.ts}

    async def _post_ephemeral(self, arguments: Arguments) -> Answer:
        channel = self._open_channel(arguments)
        user = str(arguments.get("user") or "")
        if user not in channel.members:
            raise Refused("user_not_in_channel")
        text, blocks = content(arguments)
        thread, names = arguments.get("thread_ts"), links_names(arguments)
        shown = self._slack.show_to(user, channel, text, blocks, thread, link_names=names)
        return {"message_ts": shown.ts}

    async def _permalink(self, arguments: Arguments) -> Answer:
        channel = self._slack.channels.get(str(arguments.get("channel") or ""))
        ts = str(arguments.get("message_ts") or "")
        if channel is None:
            raise Refused("channel_not_found")
        message = self._slack.message(channel.id, ts)
        if message is None or message.gone:
            raise Refused("message_not_found")
        path = f"archives/{channel.id}/p{ts.replace('.', '')}"
        return {
            "channel": channel.id,
            "permalink": f"https://playground.example.com/{path}",
        }

    async def _history(self, arguments: Arguments) -> Answer:
        channel = self._readable(arguments)
        shown = [one for one in channel.messages if one.in_channel and not one.gone]
        return _page(shown[::-1], arguments)

    async def _replies(self, arguments: Arguments) -> Answer:
        channel = self._readable(arguments)
        message = self._slack.message(channel.id, str(arguments.get("ts") or ""))
        if message is None or message.gone:
            raise Refused("thread_not_found")
        # A reply's ts gives that reply alone, not the thread it stands in.
        return _page([message, *message.standing], arguments)

    def _readable(self, arguments: Arguments) -> Channel:
        """The channel named, which the bot must be able to read."""
        if not any(scope.endswith(":history") for scope in self._slack.scopes):
            self._need("channels:history")  # then nothing is told of the channel
        channel = self._channel(arguments)
        self._need(events.scope(channel))
        return channel

    async def _open_view(self, arguments: Arguments) -> Answer:
        trigger = str(arguments.get("trigger_id") or "")
        user = self._slack.triggers.pop(trigger, None)  # each opens one window
        if user is None:
            raise Refused("invalid_trigger_id")
        window = self._slack.opens(user, _view(arguments))
        return {"view": {**window.view, "id": window.id}}

    async def _update_view(self, arguments: Arguments) -> Answer:
        window = self._slack.windows.get(str(arguments.get("view_id") or ""))
        if window is None:
            raise Refused("not_found")
        window.view = _view(arguments)
        self._slack.happened()
        return {"view": {**window.view, "id": window.id}}

    async def _open_connection(self, arguments: Arguments) -> Answer:
        return {"url": self._slack.wire.ticket()}


def _view(arguments: Arguments) -> Answer:
    view = arguments.get("view") or {}
    view = json.loads(view) if isinstance(view, str) else view
    if faults := views.faults(view):
        messages = [f"[ERROR] {fault}" for fault in faults]
        raise Refused("invalid_arguments", response_metadata={"messages": messages})
    return {**view, "blocks": with_block_ids(view["blocks"])}


def links_names(arguments: Arguments) -> bool:
    """Whether bare @names in the text are to become mentions."""
    return _is_true(arguments.get("link_names")) or arguments.get("parse") == "full"


def _page(messages: list[Message], arguments: Arguments) -> Answer:
    """One page of some messages; the parent of a thread comes along on each."""
    oldest, latest = _moment(arguments, "oldest", 0.0), _moment(arguments, "latest", inf)
    ends = (oldest, latest) if _is_true(arguments.get("inclusive")) else ()
    parent = str(arguments.get("ts") or "")
    first = [one for one in messages if one.ts == parent]
    rest = [one for one in messages if one.ts != parent]
    rest = [m for m in rest if oldest < float(m.ts) < latest or float(m.ts) in ends]
    start = _whole(arguments, "cursor", 0)
    end = start + max(1, min(_whole(arguments, "limit", 100), MOST_A_PAGE) - len(first))
    shown = [one.as_slack_has_it() for one in (*first, *rest[start:end])]
    more = end < len(rest)
    metadata = {"response_metadata": {"next_cursor": str(end)}} if more else {}
    return {"messages": shown, "has_more": more, **metadata}


def _moment(arguments: Arguments, name: str, default: float) -> float:
    try:
        return float(arguments.get(name) or default)
    except (TypeError, ValueError):
        raise Refused(f"invalid_ts_{name}") from None


def _whole(arguments: Arguments, name: str, default: int) -> int:
    try:
        number = int(arguments.get(name) or default)
    except (TypeError, ValueError):
        number = -1
    if number < 0:
        raise Refused(f"invalid_{name}")
    return number


def _is_true(value: object) -> bool:
    """Whether an argument means yes, as JSON or as a form has it."""
    return str(value).lower() in ("1", "true")


def _is_rich(blocks: list[dict[str, Any]]) -> bool:
    return any(block["type"] == "rich_text" for block in blocks)
