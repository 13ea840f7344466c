"""Answers to what people write: one for each message, where and to whom it belongs."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from enum import StrEnum
from math import inf

from bot.render.blocks import Message as Card
from bot.render.blocks import Stance, message
from bot.reply import Kind, Reply

from . import notices
from .calls import Fate, Undelivered
from .delivery import Delivery
from .interactions import Command
from .manners import Manners
from .messages import Asker, Deletion, Message, Place
from .seen import Seen
from .threads import Outcome, Threads, subject

log = logging.getLogger(__name__)

LATE = 60.0  # seconds after which nobody waits for what they did not ask us
# What a channel need not see: nobody is shown there not to know.
_DISCREET = (Kind.SUGGESTIONS, Kind.UNKNOWN, Kind.HELP)


class Surface(StrEnum):
    """How a message came to be ours."""

    OVERHEARD = "channel"
    MENTION = "mention"
    DIRECT = "dm"


def note(reply: Reply | None, surface: str, began: float) -> None:
    """One line in the log for each thing said: which term, where, how fast; no more."""
    if not reply:
        return
    took = (time.perf_counter() - began) * 1000
    about = subject(reply) if reply.kind in (Kind.CARD, Kind.CONTRAST) else reply.kind
    fields = {"term": about, "surface": str(surface), "ms": round(took)}
    log.info("answered %s surface=%s ms=%.0f", about, surface, took, extra=fields)


class Answers:
    """Sees that a message is answered once, and that an addressed asker hears of faults."""

    def __init__(
        self, delivery: Delivery, threads: Threads, seen: Seen, manners: Manners
    ) -> None:
        self._delivery, self._threads, self._seen = delivery, threads, seen
        self._manners = manners

    async def give(self, asked: Message, reply: Reply | None, surface: Surface) -> None:
        """Say it where it belongs, unless this message has been answered before."""
        began = time.perf_counter()
        if reply is None or not await self._seen.claim(asked.key):
            return
        if surface is Surface.OVERHEARD and not self._manners.may_speak(asked.channel):
            return
        try:
            said = await self._say(asked, reply, surface)
        except Undelivered as failure:
            await self._failed(asked, surface, failure)
        else:
            note(reply if said else None, surface, began)

    async def respond(self, typed: Command, reply: Reply) -> None:
        """Show it to whoever typed a command."""
        began = time.perf_counter()
        card = await self._threads.private(Place(typed.channel), reply, typed.user)
        try:
            await self._delivery.tell(typed.asker, card)
        except Undelivered as failure:
            await self._excuse(typed.asker, typed.name, failure)
        else:
            note(reply, typed.name, began)

    async def refuse(self, asker: Asker, written: Message | None) -> None:
        """Tell somebody from outside, once and to them alone, that we answer others.

        written: what they wrote, if it was that
        """
        if not written or await self._seen.claim(written.key):
            await self._delivery.assure(asker, notices.OUTSIDE)
            log.info("refused somebody from outside")

    async def above(self, asked: Message) -> tuple[bool, tuple[str, ...]]:
        """Whether we are answering in its thread, and the terms its parent names."""
        answering = (await self._seen.thread(asked.place)).posts > 0
        return answering, await self._seen.named(asked.channel, asked.thread)

    async def overheard(self, asked: Message, terms: tuple[str, ...]) -> None:
        """Remember the terms a message names, for who asks below it what they mean."""
        await self._seen.names(asked.channel, asked.ts, terms)

    async def forget(self, gone: Deletion) -> None:
        """Take a deleted question's card away with it."""
        card = await self._seen.deleted(gone.channel, gone.ts)
        if card:
            with suppress(Undelivered):  # it may have been dismissed
                await self._delivery.delete(gone.channel, card)

    async def _say(self, asked: Message, reply: Reply, surface: Surface) -> bool:
        """Say it; whether there was somebody to say it to, and not said before."""
        if surface is Surface.MENTION and reply.kind in _DISCREET:
            ts = await self._whisper(asked.stands, reply, asked.user)
            await self._seen.whispered(asked.channel, ts, asked.place.thread)
            return True
        if asked.again and await self._arrived(asked, reply):
            return False

        patience = LATE if surface is Surface.OVERHEARD else inf

        async def send(card: Card) -> str | None:
            return await self._delivery.post(
                asked.place, card, after=asked.ts, within=patience
            )

        if surface is Surface.DIRECT:
            ts = await send(message(reply, Stance(asked.user))) or ""
        else:
            posted = await self._threads.post(asked.place, reply, asked.user, send)
            if posted.outcome in (Outcome.STANDS, Outcome.COMING, Outcome.DOUBTFUL):
                await self._whisper(asked.place, reply, asked.user)
                return True
            ts = posted.ts
        return bool(ts) and await self._stands(asked, ts)

    async def _whisper(self, place: Place, reply: Reply, user: str) -> str:
        card = await self._threads.private(place, reply, user)
        return await self._delivery.whisper(place, user, card)

    async def _arrived(self, asked: Message, reply: Reply) -> bool:
        """Whether a process before this one has answered what Slack sends again.

        Below a question that began its thread the first answer to who asked is the one,
        whatever it says: it may show a choice that was made since, or come from another
        glossary. Elsewhere it may belong to what they asked a moment before.
        """
        card, below = message(reply, Stance(asked.user)), asked.place.thread == asked.ts
        try:
            ts = await self._delivery.find(
                asked.place, card, after=asked.ts, answering=asked.user if below else ""
            )
        except Undelivered as unread:
            if unread.why == "thread_not_found":
                return False  # what is posted below a deleted question does not stay
            why = f"sent again by Slack, and no look-up: {unread.why}"
            raise Undelivered(why, Fate.UNKNOWN) from unread
        if ts:
            if asked.place.thread:
                await self._seen.show(asked.place, subject(reply))
            await self._stands(asked, ts)
        return bool(ts)

    async def _stands(self, asked: Message, card: str) -> bool:
        """Remember the card of a question, unless that has been deleted meanwhile."""
        if await self._seen.answered(asked.channel, asked.ts, card):
            return True
        await self._delivery.delete(asked.channel, card)
        return False

    async def _failed(self, asked: Message, surface: Surface, failure: Undelivered) -> None:
        if failure.fate is not Fate.UNKNOWN:
            await self._seen.release(asked.key)
        asker = None if surface is Surface.OVERHEARD else asked.asker
        await self._excuse(asker, surface, failure)

    async def _excuse(
        self, asker: Asker | None, surface: str, failure: Undelivered
    ) -> None:
        """Note that there is no answer, and tell whoever addressed us."""
        log.warning("not answered surface=%s: %s", surface, failure.why)
        if asker:
            await self._delivery.excuse(asker, failure)
