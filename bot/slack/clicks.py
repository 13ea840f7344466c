"""What a click does: one method for each act, on whichever card the button stands.

Each asks the explainer for a name, as an answer does, one step later on the same path.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from weakref import WeakValueDictionary

from bot.explainer import Explainer
from bot.render.blocks import FIRST_RELATED, Message, Stance, message
from bot.render.buttons import Act, Button
from bot.reply import Kind, Reply

from . import notices
from .answers import note
from .calls import Fate, Undelivered
from .delivery import Delivery
from .interactions import GLOSSARY, Click
from .messages import Place
from .seen import Seen
from .threads import Outcome, Send, Threads, subject

log = logging.getLogger(__name__)


class Clicks:
    """Does what buttons are for. Every act gives what was said, or None for nothing."""

    def __init__(
        self, explainer: Explainer, delivery: Delivery, threads: Threads, seen: Seen
    ) -> None:
        self._explainer, self._delivery = explainer, delivery
        self._threads, self._seen = threads, seen
        self._locks: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()
        self._acts: Mapping[Act, Callable[[Click], Awaitable[Reply | None]]] = {
            Act.EXPLAIN: self._explain,
            Act.CHOOSE: self._choose,
            Act.MORE: self._more,
            Act.DETAILS: self._details,
            Act.SHARE: self._share,
            Act.BACK: self._back,
            Act.DISMISS: self._dismiss,
            Act.BROWSE: self._browse,
        }

    async def press(self, click: Click) -> None:
        """Do what the button is for; whoever pressed hears of it if that fails."""
        began, act = time.perf_counter(), click.button.act
        if act not in self._acts:
            return  # a link opens by itself
        try:
            reply = await self._acts[act](click)
        except Undelivered as failure:
            log.warning("nothing said surface=%s: %s", act, failure.why)
            await self._delivery.excuse(click.asker, failure)
        else:
            note(reply, act, began)

    async def _explain(self, click: Click) -> Reply | None:
        reply = self._explainer.expand(click.button.term)
        if click.private:
            # Only the terms of a list have nothing behind them: Back leads to the list.
            return await self._redraw(click, reply, trail=click.button.trail or (GLOSSARY,))
        if await self._open(click, reply):
            with suppress(asyncio.CancelledError):  # it stands, whatever cuts this off
                await self._mark(click)
        return reply

    async def _choose(self, click: Click) -> Reply | None:
        reply = self._explainer.expand(click.button.term, click.button.shared)
        if click.private:
            return await self._redraw(click, reply)
        if reply.kind is Kind.GONE:
            return await self._only_to(click, reply)
        if not await self._become(click, reply):
            return reply
        await self._seen.hide(click.below, self._about(click))
        await self._seen.show(click.below, subject(reply))
        return reply

    async def _more(self, click: Click) -> Reply | None:
        reply = self._explainer.expand(click.button.term)
        if click.private:
            return await self._redraw(click, reply, trail=click.button.trail, more=True)
        card = self._card(click)
        if not card:
            return await self._only_to(click, reply)
        await self._become(click, card, more=True)
        return card

    async def _details(self, click: Click) -> Reply | None:
        term = click.button.term
        reply = self._explainer.details(term)
        if click.private:
            return await self._redraw(click, reply, trail=(*click.button.trail, term))
        await self._open(click, reply)
        return reply

    async def _share(self, click: Click) -> Reply | None:
        reply, home = self._explained(click.button), await self._home(click)
        if reply.kind is Kind.GONE:
            return await self._only_to(click, reply)
        send = self._sender(click, home)
        # In a channel a card begins a thread of its own; this one is only shared once.
        thread = home if home.thread else Place(click.channel, f"shared {click.ts}")
        posted = await self._threads.post(thread, reply, click.user, send)
        if posted.outcome is not Outcome.POSTED:
            if posted.outcome is Outcome.STANDS:
                await self._delivery.tell(click.asker, notices.ALREADY_SHARED)
            if posted.outcome is Outcome.DOUBTFUL:
                await self._delivery.assure(click.asker, notices.UNSURE)
            return None
        if posted.ts and not home.thread:
            await self._seen.show(Place(click.channel, posted.ts), subject(reply))
        with suppress(Undelivered, asyncio.CancelledError):  # it may stay: it is shared
            await self._delivery.withdraw(click.response_url)
        return reply

    async def _back(self, click: Click) -> Reply | None:
        *trail, name = click.button.trail or (GLOSSARY,)
        if name == GLOSSARY:
            return await self._redraw(click, self._explainer.contents())
        return await self._redraw(click, self._explainer.expand(name), trail=tuple(trail))

    async def _dismiss(self, click: Click) -> Reply | None:
        if click.private:
            await self._delivery.withdraw(click.response_url)
            return None
        if click.button.asker != click.user:
            await self._delivery.tell(click.asker, notices.NOT_YOURS)
            return None
        try:
            await self._delivery.delete(click.channel, click.ts)
        except Undelivered as failure:
            if not failure.away:
                raise
            await self._delivery.withdraw(click.response_url)
        await self._seen.hide(click.below, self._about(click))
        return None

    async def _browse(self, click: Click) -> Reply | None:
        button = click.button
        return await self._redraw(click, self._explainer.contents(button.what, button.page))

    async def _open(self, click: Click, reply: Reply) -> bool:
        """Post it below the card, once and not for ever; whether it stands there.

        Whoever presses a button whose term cannot be posted any more sees it alone.
        """
        again = reply.kind is Kind.GONE or click.button.opened
        if again or await self._threads.full(click.place):
            await self._only_to(click, reply)
            return False
        send = self._sender(click, click.place)
        posted = await self._threads.post(click.below, reply, click.user, send)
        if posted.outcome in (Outcome.STANDS, Outcome.DOUBTFUL):
            await self._only_to(click, reply)
        return posted.outcome in (Outcome.POSTED, Outcome.STANDS)

    async def _only_to(self, click: Click, reply: Reply) -> Reply:
        card = await self._threads.private(click.stands, reply, click.user)
        await self._delivery.tell(click.asker, card)
        return reply

    async def _redraw(
        self, click: Click, reply: Reply, trail: tuple[str, ...] = (), more: bool = False
    ) -> Reply:
        """Put it in the place of the private card that was pressed."""
        if reply.kind is Kind.GONE:
            return await self._only_to(click, reply)
        home = await self._home(click)
        card = await self._threads.private(home, reply, click.user, trail, more)
        try:
            await self._delivery.replace(click.response_url, card)
        except Undelivered as failure:
            if failure.fate is Fate.UNKNOWN:
                raise  # it may be shown already
            log.info("shown anew instead of in place: %s", failure.why)
            await self._delivery.tell(click.asker, card)
        return reply

    async def _mark(self, click: Click) -> None:
        """Show with ✓ what has been opened. The answer stands, so failing is no fault."""
        async with self._lock(click):
            card = self._card(click)
            if not card:
                return
            explained = [one for one in click.standing if one.act is Act.EXPLAIN]
            try:
                await self._update(click, card, more=len(explained) > FIRST_RELATED)
            except Undelivered as failure:
                log.info("a card was not updated: %s", failure.why)

    async def _become(self, click: Click, reply: Reply, more: bool = False) -> bool:
        """Let the card turn into this; show it to who pressed where Slack refuses that."""
        try:
            async with self._lock(click):
                await self._update(click, reply, more)
        except Undelivered as failure:
            if failure.fate is not Fate.REFUSED or failure.busy:
                raise
            log.info("a card was not updated: %s", failure.why)
            await self._only_to(click, reply)
            return False
        return True

    async def _update(self, click: Click, reply: Reply, more: bool = False) -> None:
        opened = click.opened | await self._threads.opened(click.below)
        card = message(reply, Stance(click.card.asker, opened=opened, more=more))
        try:
            await self._delivery.update(click.channel, click.ts, card)
        except Undelivered as failure:
            if not failure.away:
                raise
            await self._delivery.replace(click.response_url, card)

    def _card(self, click: Click) -> Reply | None:
        """The card that was pressed, built anew; None if what it is about is gone."""
        reply = self._explained(click.card)
        return reply if len(reply.answers) == 1 + len(click.card.beside) else None

    def _explained(self, button: Button) -> Reply:
        """What a button that remembers a whole card is about."""
        if button.beside:
            return self._explainer.side_by_side((button.term, *button.beside))
        return self._explainer.expand(button.term, button.shared)

    def _about(self, click: Click) -> str:
        """Under which name the message that was pressed stands in its thread."""
        card = self._card(click)
        if not card:
            return " | ".join(
                sorted(one.term for one in click.standing if one.act is Act.CHOOSE)
            )
        details = card.has_details and not any(
            one.act is Act.DETAILS for one in click.standing
        )
        return subject(self._explainer.details(click.card.term) if details else card)

    async def _home(self, click: Click) -> Place:
        """Where a private card belongs: its thread, or that of the question it answers."""
        question = await self._seen.question(click.channel, click.ts)
        return Place(click.channel, click.thread or question)

    def _sender(self, click: Click, place: Place) -> Send:
        """Posts there; where we are no member, through the click's response_url."""

        async def send(card: Message) -> str | None:
            try:
                before = await self._posted_before_us(click, place, card)
                return before or await self._delivery.post(place, card, after=click.ts)
            except Undelivered as failure:
                if not failure.away:
                    raise
                try:
                    await self._delivery.publish(click.response_url, card, place.thread)
                except Undelivered as second:
                    if second.fate is Fate.REFUSED:
                        raise failure from second  # which tells more
                    raise
                return ""

        return send

    async def _posted_before_us(self, click: Click, place: Place, card: Message) -> str:
        """The ts of the same card, had there by a process before us for somebody else."""
        if not self._threads.before_us(click.at):
            return ""
        with suppress(Undelivered):  # then we cannot know, and a press wants an answer
            return await self._delivery.find(
                place, card, after=click.ts, whoever_asked=True
            )
        return ""

    def _lock(self, click: Click) -> asyncio.Lock:
        """One update of a card at a time; the lock lives while somebody holds it."""
        return self._locks.setdefault(Place(click.channel, click.ts), asyncio.Lock())
