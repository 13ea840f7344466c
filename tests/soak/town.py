"""The workspace of the soak: it tells the ledger what the bot does, and forgets in time."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.playground.endpoints import RESPONSE_URL
from bot.playground.state import Block, Call, Channel, Delivery, Message
from bot.playground.workspace import Workspace

from .ledger import Case, Ledger

SECONDS_KEPT = 420.0  # messages, deliveries and calls; longer than anything is awaited


class Town(Workspace):
    """A workspace whose every effect is noted, by whom it was caused."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self.ledger = ledger
        self.delivered = 0  # events, commands and clicks, each counted once
        self.going_on: set[asyncio.Task[None]] = set()
        self.faults: list[str] = []

    def go_on(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something that a person does go on by itself."""
        task = asyncio.get_running_loop().create_task(work)
        self.going_on.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.going_on.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self.faults.append(f"the soak itself is at fault: {error!r}")

    async def deliver(self, kind: str, payload: dict[str, Any]) -> Delivery:
        self.delivered += 1
        return await super().deliver(kind, payload)

    def bot_posts(
        self,
        channel: Channel,
        text: str,
        blocks: list[Block],
        thread: str | None,
        *,
        link_names: bool = False,
    ) -> Message:
        message = super().bot_posts(channel, text, blocks, thread, link_names=link_names)
        self.ledger.posted(message, channel, thread or "")
        return message

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
        message = super().show_to(
            user, channel, text, blocks, thread, link_names=link_names
        )
        if self.ephemerals and self.ephemerals[-1] is message:
            self.ledger.shown(message)
        return message

    def change(
        self, message: Message, text: str, blocks: list[Block], *, link_names: bool = False
    ) -> None:
        super().change(message, text, blocks, link_names=link_names)
        self.ledger.changed(message)

    def calls_for(self, case: Case) -> list[Call]:
        """The calls that were made at its place or for its people, in order."""
        about = {case.thread or "", case.about.ts if case.about else ""} - {""}
        about |= {one.ts for one in case.public}
        return [call for call in self.calls if _is_for(call, case, about, self)]

    def deliveries_of(self, case: Case) -> list[Delivery]:
        """Every attempt to deliver it, in order."""
        ids = {id(one.payload) for one in case.deliveries}
        ts = case.about.ts if case.about else ""

        def of_it(one: Delivery) -> bool:
            event = one.payload.get("event", {})
            stood = event.get("deleted_ts"), event.get("message", {}).get("ts")
            return id(one.payload) in ids or bool(ts and ts in stood)

        return [one for one in self.wire.deliveries if of_it(one)]

    def sweep(self) -> None:
        """Forget what is too old to be asked for."""
        before = self.now() - SECONDS_KEPT
        self.calls = [one for one in self.calls if one.at >= before]
        sent = self.wire.deliveries
        self.wire.deliveries = [one for one in sent if one.began >= before or not one.began]
        self.ephemerals = [one for one in self.ephemerals if float(one.ts) >= before]
        self.pinged = self.pinged[-100:]
        for name in [n for n, url in self.response_urls.items() if url.born < before]:
            del self.response_urls[name]
        for trigger in [*self.triggers][:-5_000]:
            del self.triggers[trigger]
        for channel in self.channels.values():
            if channel.messages and float(channel.messages[0].ts) < before:
                kept = [one for one in channel.messages if float(one.ts) >= before]
                channel.messages = kept
                channel.by_ts = {one.ts: one for one in kept}
        self.ledger.forget(before)


def _is_for(call: Call, case: Case, about: set[str], town: Town) -> bool:
    given, since = call.arguments, case.at - 0.01  # a ts is a little ahead of the clock
    if call.method == RESPONSE_URL:
        place = town.response_urls.get(str(given.get("response_url")))
        return bool(place and place.user in case.people and call.at >= since)
    if call.at < since:
        return False
    if given.get("channel") in case.people:  # the last way to tell them something
        return True
    if given.get("channel") != case.channel:
        return False
    named = {given.get("thread_ts"), given.get("ts")} & about
    return bool(named or given.get("user") in case.people or case.thread == "")
