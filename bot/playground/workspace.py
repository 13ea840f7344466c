"""A local Slack workspace: people write, click and look; the bot talks to it over the wire.

The one stand-in for Slack. It serves the Web API and response_urls on loopback, delivers
signed events, commands and clicks (or speaks Socket Mode), and refuses what Slack refuses,
so that what works here is taken by Slack.

    async with Workspace() as slack:
        ana, build = slack.person("ana"), slack.channel("build")
        slack.deliver_to("http://127.0.0.1:3000/slack/events")
        said = await ana.says(build, "what is a token?")
        [card] = slack.thread(said)
        await ana.presses(card, "Context")
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from . import payloads
from .endpoints import Endpoints
from .state import Block, Call, Channel, Message, ResponseUrl, Window, buttons_of
from .web_api import WebApi
from .wire import Delivery, Wire

SCOPES = frozenset(
    (
        "app_mentions:read",
        "channels:history",
        "chat:write",
        "commands",
        "groups:history",
        "im:history",
        "mpim:history",
    )
)


class Workspace:
    """See the module. `now` is the clock that timestamps are taken from."""

    def __init__(
        self,
        *,
        port: int = 0,
        scopes: Iterable[str] = SCOPES,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.team, self.app_id = "T0PLAY", "A0PLAY"
        self.bot_user, self.bot_id = "U0BOT", "B0BOT"
        self.bot_token, self.app_token = "xoxb-playground", "xapp-playground"
        self.signing_secret = "playground-signing-secret"
        self.scopes = set(scopes)
        self.revoked = ""  # an error that every call is then refused with
        self.now = now
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.ephemerals: list[Message] = []
        self.calls: list[Call] = []
        self.windows: dict[str, Window] = {}
        self.triggers: dict[str, str] = {}  # who each belongs to, until it was used
        self.response_urls: dict[str, ResponseUrl] = {}
        self.wire = Wire(self.signing_secret)
        self.api = WebApi(self)
        self.failures: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        self.gates: dict[str, asyncio.Event] = {}
        self._endpoints = Endpoints(self, port)
        self._numbers = itertools.count(1)
        self._last_ts = 0.0
        self._background: set[asyncio.Task[Delivery]] = set()
        self._changed = asyncio.Condition()
        self._listeners: list[Callable[[], None]] = []

    async def __aenter__(self) -> Workspace:
        self.wire.own_url = await self._endpoints.start()
        return self

    async def __aexit__(self, *exception: object) -> None:
        for gate in self.gates.values():
            gate.set()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self.wire.close()
        await self._endpoints.stop()

    # --- where the bot finds it ------------------------------------------------------

    @property
    def url(self) -> str:
        """The address of this server."""
        return self.wire.own_url

    @property
    def api_url(self) -> str:
        """The base of the Web API, for SLACK_API_URL."""
        return f"{self.url}/api/"

    @property
    def app(self) -> web.Application:
        """The aiohttp application, to serve more beside the API; before it starts."""
        return self._endpoints.app

    def deliver_to(self, address: str) -> None:
        """Send events, commands and clicks to this address, unless a socket is open."""
        self.wire.address = address

    # --- who and where ---------------------------------------------------------------

    def person(self, name: str) -> Person:
        """The person of this name, a new colleague if there is none yet."""
        user = f"U0{name.upper()}"
        return self.people.setdefault(user, Person(self, user, name))

    def channel(
        self,
        name: str,
        *,
        private: bool = False,
        bot: bool = True,
        archived: bool = False,
        members: Iterable[Person] | None = None,
    ) -> Channel:
        """A new channel; everybody known is in it, and the bot, unless told otherwise."""
        kind, letter = ("group", "G") if private else ("channel", "C")
        who = self.people.values() if members is None else members
        return self._add(
            Channel(f"{letter}0{name.upper()}", name, kind, archived=archived), who, bot
        )

    def dm(self, person: Person) -> Channel:
        """The direct messages between a person and the bot."""
        known = self.channels.get(f"D0{person.name.upper()}")
        return known or self._add(
            Channel(f"D0{person.name.upper()}", "", "im"), [person], True
        )

    def group_dm(self, *people: Person) -> Channel:
        """A group direct message with the bot in it."""
        name = "mpdm-" + "-".join(person.name for person in people)
        return self._add(Channel(f"G0{name.upper()}", name, "mpim"), people, True)

    def invite(self, channel: Channel) -> None:
        """Let the bot into a channel."""
        channel.members.add(self.bot_user)

    def kick(self, channel: Channel) -> None:
        """Take the bot out of a channel."""
        channel.members.discard(self.bot_user)

    def _add(self, channel: Channel, people: Iterable[Person], bot: bool) -> Channel:
        channel.members |= {person.id for person in people}
        channel.members |= {self.bot_user} if bot else set()
        self.channels[channel.id] = channel
        return channel

    # --- what stands there -----------------------------------------------------------

    def message(self, channel: str, ts: str) -> Message | None:
        """The message with this ts, a deleted one too."""
        known = self.channels.get(channel)
        messages = known.messages if known else []
        return next((one for one in messages if one.ts == ts), None)

    def messages(self, channel: Channel) -> list[Message]:
        """What stands in a channel outside of threads, in order."""
        return [
            m for m in channel.messages if not m.deleted and m.thread_ts in (None, m.ts)
        ]

    def thread(self, message: Message) -> list[Message]:
        """The replies in a message's thread, in order, without its parent."""
        everything = self.channels[message.channel].messages
        return [
            one
            for one in everything
            if not one.deleted
            and one.thread_ts == message.thread
            and one.ts != message.thread
        ]

    def thread_of(self, channel: str, ts: str) -> list[Message]:
        """A parent and its replies, as conversations.replies gives them."""
        parent = self.message(channel, ts)
        if parent is None:
            return []
        return [parent, *self.thread(parent)] if not parent.deleted else self.thread(parent)

    def seen_by(
        self, person: Person, channel: Channel, thread: Message | None = None
    ) -> list[Message]:
        """What is shown to this person alone: in the channel, or in a message's thread."""
        within = thread.thread if thread else None
        return [
            one
            for one in self.ephemerals
            if one.only_for == person.id
            and one.channel == channel.id
            and one.thread_ts == within
            and not one.deleted
        ]

    # --- what happens ----------------------------------------------------------------

    def next_ts(self) -> str:
        """A timestamp later than all before it."""
        self._last_ts = max(self.now(), self._last_ts + 0.000_1)
        return f"{self._last_ts:.6f}"

    def bot_posts(
        self, channel: Channel, text: str, blocks: list[Block], thread: str | None
    ) -> Message:
        """A message of the bot. A reply to what was deleted falls into the channel."""
        message = Message(
            channel.id, self.next_ts(), self.bot_user, text, blocks, bot_id=self.bot_id
        )
        parent = self.message(channel.id, thread) if thread else None
        if parent is not None and (not parent.deleted or self.thread(parent)):
            message.thread_ts = parent.thread
        channel.messages.append(message)
        self._tell(self._event(channel, payloads.message(channel, message)))
        return message

    def change(self, message: Message, text: str, blocks: list[Block]) -> None:
        """A message of the bot looks different now."""
        before = message.as_slack_has_it()
        message.text, message.blocks = text, blocks
        channel = self.channels[message.channel]
        if not message.only_for:
            self._tell(
                self._event(
                    channel, payloads.changed(channel, message, before, self.next_ts())
                )
            )
        self.happened()

    def remove(self, message: Message) -> None:
        """A message is gone."""
        message.deleted = True
        channel = self.channels[message.channel]
        if not message.only_for:
            self._tell(
                self._event(channel, payloads.deleted(channel, message, self.next_ts()))
            )
        self.happened()

    def show_to(
        self, user: str, channel: Channel, text: str, blocks: list[Block], thread: object
    ) -> Message:
        """An ephemeral. In a thread it is seen only where the thread has replies."""
        message = Message(
            channel.id, self.next_ts(), self.bot_user, text, blocks, bot_id=self.bot_id
        )
        message.only_for, message.thread_ts = user, str(thread) if thread else None
        parent = self.message(channel.id, message.thread_ts) if message.thread_ts else None
        if message.thread_ts is None or (parent and self.thread(parent)):
            self.ephemerals.append(message)
        self.happened()
        return message

    def respond_at(self, channel: Channel, user: str, source: Message | None) -> str:
        """A new response_url."""
        name = f"r{next(self._numbers)}"
        self.response_urls[name] = ResponseUrl(channel, user, source, self.now())
        return f"{self.url}/response/{name}"

    def trigger(self, by: Person) -> str:
        """A trigger_id, with which one window may be opened for this person."""
        trigger = f"trigger.{self.number()}"
        self.triggers[trigger] = by.id
        return trigger

    def opens(self, user: str, view: dict[str, Any]) -> Window:
        """A window opens before somebody; one that was open is gone."""
        self.close_windows(user)
        window = Window(f"V{self.number():08}", user, view)
        self.windows[window.id] = window
        self.happened()
        return window

    def close_windows(self, user: str) -> None:
        """Close whatever window somebody has open."""
        self.windows = {id: one for id, one in self.windows.items() if one.user != user}
        self.happened()

    def number(self) -> int:
        """A number not used before, for ids."""
        return next(self._numbers)

    async def deliver(self, kind: str, payload: dict[str, Any]) -> Delivery:
        """Hand a payload to the bot and wait for its acknowledgement."""
        delivery = await self.wire.deliver(
            Delivery(kind, payload, id=payload.get("event_id", ""))
        )
        self.happened()
        return delivery

    async def deliver_message(
        self, channel: Channel, event: dict[str, Any]
    ) -> list[Delivery]:
        """A message's event, and beside it the mention's, as far as scopes allow."""
        events = [self._event(channel, event)]
        mentioned = f"<@{self.bot_user}>" in event.get("text", "")
        if mentioned and channel.kind in ("channel", "group") and not event.get("bot_id"):
            member = self.bot_user in channel.members
            if member and "app_mentions:read" in self.scopes:
                mention = {key: event[key] for key in event if key != "channel_type"}
                events.append(payloads.envelope(self, {**mention, "type": "app_mention"}))
        sent = [self.deliver("event", payload) for payload in events if payload]
        return list(await asyncio.gather(*sent))

    async def redeliver(
        self, said: Message, retry_num: int = 1, reason: str = "http_timeout"
    ) -> list[Delivery]:
        """Send every event about a message once more, as Slack does after a time-out."""
        again = [
            one
            for one in self.wire.deliveries
            if one.kind == "event"
            and not one.retry_num
            and one.payload["event"].get("ts") == said.ts
        ]
        for one in again:
            copy = Delivery("event", one.payload, id=one.id, retry_num=retry_num)
            copy.retry_reason = reason
            await self.wire.deliver(copy)
        return again

    def _event(self, channel: Channel, event: dict[str, Any]) -> dict[str, Any] | None:
        """The envelope of a message event, if the bot is there and may read it."""
        names = {"channel": "channels", "group": "groups"}
        allowed = f"{names.get(channel.kind, channel.kind)}:history" in self.scopes
        if self.bot_user not in channel.members or not allowed:
            return None
        return payloads.envelope(self, event)

    def _tell(self, payload: dict[str, Any] | None) -> None:
        """Deliver without waiting: what the bot itself did comes back to it as an event."""
        self.happened()
        if payload and (self.wire.address or self.wire.sockets):
            task = asyncio.get_running_loop().create_task(self.deliver("event", payload))
            self._background.add(task)
            task.add_done_callback(self._background.discard)

    # --- for tests and the page ------------------------------------------------------

    def happened(self) -> None:
        """Wake whoever waits for a change."""
        for listener in self._listeners:
            listener()

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call this after every change."""
        self._listeners.append(listener)

    async def until(self, condition: Callable[[], object], timeout: float = 10.0) -> None:
        """Come back when the condition holds; looked at after every change."""
        changed = asyncio.Event()
        self._listeners.append(changed.set)
        try:
            async with asyncio.timeout(timeout):
                while not condition():
                    await changed.wait()
                    changed.clear()
        finally:
            self._listeners.remove(changed.set)

    async def settled(self) -> None:
        """Come back when the bot has had every event that it caused itself."""
        while self._background:
            await asyncio.gather(*self._background)

    def fail_next(self, method: str, error: str, **more: Any) -> None:
        """Refuse the next call of a method. `http_status=…, after=True` breaks it instead:
        answered with that status, before or after it was carried out."""
        self.failures.setdefault(method, []).append((error, more))

    def hold(self, method: str) -> asyncio.Event:
        """Keep calls of a method waiting until the returned gate is set."""
        self.gates[method] = asyncio.Event()
        return self.gates[method]

    def called(self, method: str) -> list[Call]:
        """The calls of one method, in order."""
        return [call for call in self.calls if call.method == method]


@dataclass(eq=False)
class Person:
    """Somebody who uses the workspace."""

    slack: Workspace
    id: str
    name: str

    async def says(
        self,
        channel: Channel,
        text: str,
        thread: Message | None = None,
        *,
        subtype: str = "",
        bot_id: str = "",
    ) -> Message:
        """Write a message, as Slack hands it on: escaped. Waits for the acknowledgement."""
        message = Message(channel.id, self.slack.next_ts(), self.id, text, subtype=subtype)
        message.bot_id = bot_id
        message.thread_ts = thread.thread if thread else None
        channel.members.add(self.id)
        channel.messages.append(message)
        self.slack.happened()
        await self.slack.deliver_message(channel, payloads.message(channel, message))
        return message

    async def edits(self, message: Message, text: str) -> None:
        """Change what was said."""
        before = message.as_slack_has_it()
        message.text, message.edited = text, True
        channel = self.slack.channels[message.channel]
        event = payloads.changed(channel, message, before, self.slack.next_ts())
        await self.slack.deliver_message(channel, event)

    async def deletes(self, message: Message) -> None:
        """Take back what was said."""
        message.deleted = True
        channel = self.slack.channels[message.channel]
        event = payloads.deleted(channel, message, self.slack.next_ts())
        await self.slack.deliver_message(channel, event)

    async def commands(self, channel: Channel, command: str, text: str = "") -> Delivery:
        """Type a slash command; it never stands in a thread."""
        if "commands" not in self.slack.scopes:
            raise ValueError(f"{command} is not installed")
        url = self.slack.respond_at(channel, self.id, None)
        payload = payloads.command(self.slack, self, channel, command, text, url)
        return await self.slack.deliver("command", payload)

    async def presses(self, message: Message, label: str, block: str = "") -> Delivery:
        """Press the button with this label, or this action_id, on a message seen.

        `block`: the block_id, where several blocks have a button of that action_id.
        """
        if message.deleted or message.only_for not in ("", self.id):
            raise ValueError(f"{self.name} does not see this message")
        for element in message.button_elements():
            here = block in ("", element["block_id"])
            if here and label in (element["text"]["text"], element["action_id"]):
                payload = payloads.click(self.slack, self, message, element)
                return await self.slack.deliver("interaction", payload)
        raise ValueError(f"no button “{label}” among {message.buttons}")

    async def chooses(self, message: Message, callback_id: str) -> Delivery:
        """Choose a shortcut in the menu of a message."""
        payload = payloads.shortcut(self.slack, self, message, callback_id)
        return await self.slack.deliver("interaction", payload)

    @property
    def window(self) -> Window | None:
        """The window this person has open."""
        return next(
            (one for one in self.slack.windows.values() if one.user == self.id), None
        )

    async def presses_in_window(self, label: str, block: str = "") -> Delivery:
        """Press the button with this label, or this action_id, in the open window."""
        window = self.window
        if window is None:
            raise ValueError(f"{self.name} has no window open")
        for element in buttons_of(window.view["blocks"]):
            here = block in ("", element["block_id"])
            if here and label in (element["text"]["text"], element["action_id"]):
                payload = payloads.window_click(self.slack, self, window, element)
                return await self.slack.deliver("interaction", payload)
        raise ValueError(f"no button “{label}” among {window.buttons}")
