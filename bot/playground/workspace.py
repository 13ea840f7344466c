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
from dataclasses import replace
from typing import Any, Self

from aiohttp import web

from . import events
from .changes import Changes
from .conversations import Conversations
from .endpoints import Endpoints
from .payloads import Payload
from .people import Person
from .state import Block, Call, Channel, Delivery, Message, ResponseUrl, Window
from .weather import Weather
from .web_api import WebApi
from .wire import Wire, again

__all__ = ["SCOPES", "Person", "Workspace"]

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


class Workspace(Conversations, Changes):
    """See the module. `now` is the clock that timestamps are taken from."""

    def __init__(
        self,
        *,
        port: int = 0,
        scopes: Iterable[str] = SCOPES,
        now: Callable[[], float] = time.time,
    ) -> None:
        Conversations.__init__(self, bot_user="U0BOT")
        Changes.__init__(self)
        self.team, self.app_id, self.bot_id = "T0PLAY", "A0PLAY", "B0BOT"
        self.bot_token, self.app_token = "xoxb-playground", "xapp-playground"
        self.signing_secret = "playground-signing-secret"
        self.scopes = set(scopes)
        self.revoked = ""  # an error that every call is then refused with
        self.now = now
        self.people: dict[str, Person] = {}
        self.pinged: list[Message] = []  # whatever of the bot would have notified somebody
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
        self._background: set[asyncio.Task[list[Delivery]]] = set()

    async def __aenter__(self) -> Self:
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

    @property
    def weather(self) -> Weather:
        """What goes wrong between here and the bot: nothing, unless it is replaced."""
        return self.wire.weather

    @weather.setter
    def weather(self, weather: Weather) -> None:
        self.wire.weather = weather

    def deliver_to(self, address: str) -> None:
        """Send events, commands and clicks to this address, unless a socket is open."""
        self.wire.address = address

    # --- who and where ---------------------------------------------------------------

    def person(self, name: str, team: str = "") -> Person:
        """The person of this name, new if there is none yet: a colleague, or of `team`."""
        user = f"U0{name.upper()}"
        return self.people.setdefault(user, Person(self, user, name, team or self.team))

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
        return self.add(
            Channel(f"{letter}0{name.upper()}", name, kind, archived=archived), who, bot
        )

    def dm(self, person: Person) -> Channel:
        """The direct messages between a person and the bot."""
        known = self.channels.get(f"D0{person.name.upper()}")
        return known or self.add(
            Channel(f"D0{person.name.upper()}", "", "im"), [person], True
        )

    def group_dm(self, *people: Person) -> Channel:
        """A group direct message with the bot in it."""
        name = "mpdm-" + "-".join(person.name for person in people)
        return self.add(Channel(f"G0{name.upper()}", name, "mpim"), people, True)

    # --- what happens ----------------------------------------------------------------

    def next_ts(self) -> str:
        """A timestamp later than all before it."""
        self._last_ts = max(self.now(), self._last_ts + 0.000_1)
        return f"{self._last_ts:.6f}"

    def bot_posts(
        self,
        channel: Channel,
        text: str,
        blocks: list[Block],
        thread: str | None,
        *,
        link_names: bool = False,
    ) -> Message:
        """A message of the bot. A reply to what was deleted falls into the channel."""
        message = self._of_the_bot(channel, text, blocks, link_names)
        channel.add(message, self.message(channel.id, thread) if thread else None)
        self._tell(events.written(self, message))
        return message

    def change(
        self, message: Message, text: str, blocks: list[Block], *, link_names: bool = False
    ) -> None:
        """A message of the bot looks different now; one without blocks counts as edited."""
        before = message.as_slack_has_it()
        message.text, message.blocks, message.link_names = text, blocks, link_names
        self._note_pings(message)
        if not message.only_for:
            message.edited = message.edited if blocks else self.next_ts()
            self._tell(events.changed(self, message, before))
        self.happened()

    def remove(self, message: Message) -> None:
        """A message of the bot is gone."""
        before = message.as_slack_has_it()
        message.deleted = True
        if not message.only_for:
            self._tell(events.removed(self, message, before))
        self.happened()

    def show_to(
        self,
        user: str,
        channel: Channel,
        text: str,
        blocks: list[Block],
        thread: object,
        *,
        link_names: bool = False,
    ) -> Message:
        """An ephemeral. In a thread it is seen only where the thread has replies."""
        message = self._of_the_bot(channel, text, blocks, link_names)
        message.only_for = user
        parent = self.message(channel.id, str(thread)) if thread else None
        message.root = parent and (parent.root or parent)
        message.thread_ts = message.root.ts if message.root else str(thread or "") or None
        if not thread or (message.root and message.root.standing):
            self.ephemerals.append(message)
        self.happened()
        return message

    def _of_the_bot(
        self, channel: Channel, text: str, blocks: list[Block], link_names: bool
    ) -> Message:
        message = Message(channel.id, self.next_ts(), self.bot_user, text, blocks)
        message.bot_id, message.link_names = self.bot_id, link_names
        self._note_pings(message)
        return message

    def _note_pings(self, message: Message) -> None:
        if message.pings:
            self.pinged.append(replace(message))  # as it is now

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

    async def tell(self, payloads: list[Payload]) -> list[Delivery]:
        """Deliver events side by side, and come back when each was taken or failed."""
        self.happened()
        return await asyncio.gather(*(self.deliver("event", one) for one in payloads))

    async def redeliver(
        self, said: Message, retry_num: int = 1, reason: str = "http_timeout"
    ) -> list[Delivery]:
        """Send every event about a message once more, as Slack does after a time-out."""
        more = [
            again(one, retry_num, reason)
            for one in self.wire.deliveries
            if not one.retry_num and one.payload.get("event", {}).get("ts") == said.ts
        ]
        for one in more:
            await self.wire.deliver(one)
        self.happened()
        return more

    def _tell(self, payloads: list[Payload]) -> None:
        """Deliver without waiting: what the bot itself did comes back to it as events."""
        self.happened()
        if payloads and (self.wire.address or self.wire.sockets):
            task = asyncio.get_running_loop().create_task(self.tell(payloads))
            self._background.add(task)
            task.add_done_callback(self._background.discard)

    # --- for tests and the page ------------------------------------------------------

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
