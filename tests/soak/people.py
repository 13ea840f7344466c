"""What the people of the soak do: ask, chat, press, take back; each thing is a case."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from bot.playground import events
from bot.playground.state import Channel, Message
from bot.playground.workspace import Person

from .crowd import Crowd, Found, Pool, owner_of
from .ledger import Case, Surface
from .words import Words

MOST_AT_ONCE = 200  # things under way
TICK = 0.05

Doing = Callable[[], bool]


class People:
    """What the crowd does. Each act says whether it could be done just now."""

    def __init__(self, crowd: Crowd, words: Words) -> None:
        self._crowd, self._words = crowd, words
        self._town, self._ledger = crowd.town, crowd.town.ledger
        self._chance = crowd.chance
        self._acts: dict[Doing, int] = {
            self._overheard: 20,
            self._chat: 18,
            self._mention: 10,
            self._mention_unsure: 4,
            self._in_thread: 3,
            self._direct: 12,
            self._direct_unsure: 3,
            self._whatis: 6,
            self._glossary: 2,
            self._press: 12,
            self._press_together: 4,
            self._press_private: 3,
            self._choose: 3,
            self._share: 2,
            self._dismiss: 3,
            self._dismiss_anothers: 1,
            self._take_back: 3,
        }

    async def live(self, seconds: float, rate: float) -> None:
        """Do things for that long, so that about `rate` events a second are delivered."""
        loop, town = asyncio.get_running_loop(), self._town
        began, before = loop.time(), town.delivered
        while (gone := loop.time() - began) < seconds:
            for _ in range(4):  # so that what was put off does not come all at once
                behind = town.delivered - before < rate * gone
                if behind and len(town.going_on) < MOST_AT_ONCE:
                    self.act()
            await asyncio.sleep(TICK)

    def act(self) -> None:
        """Somebody does something."""
        [act] = self._chance.choices([*self._acts], [*self._acts.values()])
        if not act():
            self._chat()

    # --- asking --------------------------------------------------------------------

    def _overheard(self) -> bool:
        if not (channel := self._crowd.quiet_channel()):
            return False
        return self._says(
            Surface.OVERHEARD, channel, self._chance.choice(self._words.asked)
        )

    def _take_back(self) -> bool:
        channel, who = self._crowd.quiet_channel(), self._crowd.somebody()
        if not channel or not self._crowd.may_write(who, channel):
            return False
        message = who.writes(channel, self._chance.choice(self._words.asked))
        case = self._opens(Surface.DELETED, message, message.ts)
        seconds = self._chance.choice((0.0, 0.3, 1.0, 4.0, 12.0))
        self._town.go_on(self._deleted(case, who, message, seconds))
        return True

    def _chat(self) -> bool:
        text = self._chance.choice(self._words.silent)
        if self._chance.random() < 0.2 and (found := self._crowd.a_card()):
            card, _ = found
            channel = self._town.channels[card.channel]
            return self._says(Surface.CHATTER, channel, "thanks!", card.root)
        return self._says(Surface.CHATTER, self._chance.choice(self._crowd.channels), text)

    def _mention(self) -> bool:
        return self._mentions(self._chance.choice(self._words.asked))

    def _mention_unsure(self) -> bool:
        unsure = self._words.vague if self._chance.random() < 0.7 else self._words.unknown
        return self._mentions(self._chance.choice(unsure))

    def _mentions(self, text: str) -> bool:
        channel = self._chance.choice(self._crowd.channels)
        return self._says(Surface.MENTION, channel, f"<@{self._town.bot_user}> {text}")

    def _in_thread(self) -> bool:
        if not (found := self._crowd.a_card()):
            return False
        card, _ = found
        text = f"<@{self._town.bot_user}> {self._chance.choice(self._words.asked)}"
        channel = self._town.channels[card.channel]
        return self._says(Surface.THREAD, channel, text, card.root)

    def _direct(self) -> bool:
        return self._writes_directly(self._chance.choice(self._words.asked))

    def _direct_unsure(self) -> bool:
        unsure = self._words.vague if self._chance.random() < 0.7 else self._words.unknown
        return self._writes_directly(self._chance.choice(unsure))

    def _writes_directly(self, text: str) -> bool:
        who = self._crowd.somebody()
        return self._says(Surface.DIRECT, self._town.dm(who), text, who=who)

    def _whatis(self) -> bool:
        known, unsure = self._words.names, self._words.vague
        return self._types(
            Surface.WHATIS, "/whatis", self._chance.choice([*known, *unsure])
        )

    def _glossary(self) -> bool:
        return self._types(Surface.GLOSSARY, "/glossary", self._chance.choice(("", "S")))

    def _says(
        self,
        surface: Surface,
        channel: Channel,
        text: str,
        thread: Message | None = None,
        who: Person | None = None,
    ) -> bool:
        who = who or self._crowd.somebody()
        if not self._crowd.may_write(who, channel):
            return False
        message = who.writes(channel, text, thread)
        place = "" if channel.kind == "im" else message.thread
        case = self._opens(surface, message, place)
        self._town.go_on(self._told(case, message))
        return True

    def _types(self, surface: Surface, command: str, text: str) -> bool:
        who, channel = self._crowd.somebody(), self._chance.choice(self._crowd.channels)
        if not self._crowd.may_write(who, channel):
            return False
        case = Case(surface, channel.id, (who.id,), self._town.now())
        self._ledger.opens(case)
        self._town.go_on(self._typed(case, who, channel, command, text))
        return True

    def _opens(self, surface: Surface, message: Message, thread: str) -> Case:
        case = Case(surface, message.channel, (message.user,), float(message.ts), thread)
        case.about = message
        return self._ledger.opens(case)

    async def _told(self, case: Case, message: Message) -> None:
        deliveries = await self._town.tell(events.written(self._town, message))
        case.took(deliveries, self._town.now())

    async def _deleted(
        self, case: Case, who: Person, message: Message, seconds: float
    ) -> None:
        told = self._town.tell(events.written(self._town, message))
        telling = asyncio.create_task(told)
        await asyncio.sleep(seconds)
        await who.deletes(message)
        case.took(await telling, self._town.now())

    async def _typed(
        self, case: Case, who: Person, channel: Channel, command: str, text: str
    ) -> None:
        case.took([await who.commands(channel, command, text)], self._town.now())

    # --- pressing ------------------------------------------------------------------

    def _press(self) -> bool:
        found = self._crowd.a_card()
        return bool(found) and self._presses(
            Surface.PRESS, found, ("explain", "details"), 1
        )

    def _press_together(self) -> bool:
        found = self._crowd.a_card()
        return bool(found) and self._presses(Surface.TOGETHER, found, ("explain",), 2)

    def _dismiss(self) -> bool:
        if not (found := self._crowd.a_card()):
            return False
        owner = self._town.people[owner_of(found[0])]
        return self._presses(Surface.DISMISS, found, ("dismiss",), 1, owner)

    def _dismiss_anothers(self) -> bool:
        found = self._crowd.a_card()
        return bool(found) and self._presses(Surface.NOT_YOURS, found, ("dismiss",), 1)

    def _press_private(self) -> bool:
        return self._presses_own(Surface.PRIVATE, self._crowd.shown, ("explain", "details"))

    def _share(self) -> bool:
        return self._presses_own(Surface.SHARE, self._crowd.shown, ("share",))

    def _choose(self) -> bool:
        return self._presses_own(Surface.CHOOSE, self._crowd.offers, ("choose",))

    def _presses_own(self, surface: Surface, pool: Pool, acts: tuple[str, ...]) -> bool:
        """Somebody presses what only they see, or what they asked for directly."""
        if not (found := self._crowd.taken_from(pool)):
            return False
        owner = self._town.people[found[0].only_for or found[1].people[0]]
        return self._presses(surface, found, acts, 1, owner)

    def _presses(
        self,
        surface: Surface,
        found: Found | None,
        acts: tuple[str, ...],
        number: int,
        owner: Person | None = None,
    ) -> bool:
        assert found
        card, _ = found
        able = [
            one for one in card.button_elements() if one["action_id"].split(":")[0] in acts
        ]
        channel = self._town.channels[card.channel]
        who = [owner] if owner else self._crowd.some(number, channel)
        place = _place(surface, card)
        awaited = place is not None and self._ledger.taken_up(channel.id, place)
        if not able or awaited or any(self._ledger.busy(one.id) for one in who):
            return False
        if surface is Surface.NOT_YOURS and who[0].id == owner_of(card):
            return False
        button = self._chance.choice(able)
        people = tuple(one.id for one in who)
        case = Case(surface, channel.id, people, self._town.now(), place, card)
        self._ledger.opens(case)
        self._town.go_on(self._pressed(case, who, card, button))
        return True

    async def _pressed(
        self, case: Case, who: list[Person], card: Message, button: dict[str, Any]
    ) -> None:
        label, block = button["action_id"], button["block_id"]
        with suppress(ValueError):  # the card was taken away at this moment
            pressing = (one.presses(card, label, block) for one in who)
            case.took(await asyncio.gather(*pressing), self._town.now())
        case.delivered = True


def _place(surface: Surface, card: Message) -> str | None:
    """Where the effect of a press is to be seen by all, if it is."""
    if surface is Surface.SHARE:
        return card.thread_ts or ""
    if card.only_for:
        return None
    return card.thread_ts or ""
