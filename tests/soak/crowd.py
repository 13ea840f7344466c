"""Who is there, who waits for nothing, and what has come to rest and can be pressed."""

from __future__ import annotations

import random
from collections import deque

from bot.playground.state import Channel, Message
from bot.playground.workspace import Person
from bot.render.buttons import Act, unpack

from .ledger import Case
from .town import Town

PEOPLE, CHANNELS, PRIVATE_CHANNELS = 3_000, 260, 40
SECONDS_BETWEEN_QUESTIONS = 20.0  # overheard in one channel: few enough for any limit
SECONDS_TO_PRESS = 220.0  # since its thread began: later the town may have forgotten it

Found = tuple[Message, Case]  # a card, and what it came of
Pool = deque[Found]


class Crowd:
    """A few thousand people in a few hundred channels, all from one seed."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town, self.chance = town, random.Random(f"{seed} people")
        self.everybody = [town.person(f"p{number}") for number in range(PEOPLE)]
        self.channels = [town.channel(f"c{n}", members=()) for n in range(CHANNELS)]
        self.channels += [
            town.channel(f"x{n}", private=True, members=self.some(60))
            for n in range(PRIVATE_CHANNELS)
        ]
        self.cards: Pool = deque(maxlen=800)  # in threads
        self.shown: Pool = deque(maxlen=200)  # cards that one person sees
        self.offers: Pool = deque(maxlen=200)  # did you mean
        self._last_asked: dict[str, float] = {}

    def rested(self, case: Case) -> None:
        """A case has come to rest: what came of it can be pressed from now on."""
        for message in (*case.standing, *case.private):
            named = {
                element["action_id"].split(":")[0] for element in message.button_elements()
            }
            if "choose" in named:
                self.offers.append((message, case))
            elif message.only_for and "explain" in named:
                self.shown.append((message, case))
            elif message.thread_ts and "dismiss" in named:
                self.cards.append((message, case))

    def some(self, number: int, channel: Channel | None = None) -> list[Person]:
        """That many people, of a private channel only its members."""
        members = channel.members - {self.town.bot_user} if channel else ()
        known = [self.town.people[one] for one in sorted(members)]
        private = channel is not None and channel.private
        return self.chance.sample(known if private else self.everybody, number)

    def somebody(self) -> Person:
        """Somebody who waits for nothing."""
        for _ in range(50):
            who = self.chance.choice(self.everybody)
            if not self.town.ledger.busy(who.id):
                return who
        raise RuntimeError("everybody is waiting for an answer")

    def may_write(self, who: Person, channel: Channel) -> bool:
        """Nobody writes where they are not, nor while they wait for something."""
        return who.sees(channel) and not self.town.ledger.busy(who.id)

    def quiet_channel(self) -> Channel | None:
        """A channel where nobody has asked for a while, if chance finds one."""
        now = self.town.now()
        channel = self.chance.choice(self.channels)
        if now - self._last_asked.get(channel.id, 0.0) < SECONDS_BETWEEN_QUESTIONS:
            return None
        self._last_asked[channel.id] = now
        return channel

    def a_card(self) -> Found | None:
        """A card in a thread where nothing is awaited; it stays there."""
        for _ in range(5):
            if not self.cards:
                return None
            found = self.chance.choice(self.cards)
            card = found[0]
            if not self._can_be_pressed(card) or not card.root or card.root.deleted:
                self.cards.remove(found)
            elif not self.town.ledger.taken_up(card.channel, card.thread):
                return found
        return None

    def taken_from(self, pool: Pool) -> Found | None:
        """The oldest that can still be pressed; it is taken away."""
        while pool:
            found = pool.popleft()
            if self._can_be_pressed(found[0]):
                return found
        return None

    def _can_be_pressed(self, card: Message) -> bool:
        young = self.town.now() - float(card.thread) < SECONDS_TO_PRESS
        return young and not card.deleted


def owner_of(card: Message) -> str:
    """Whoever may dismiss it."""
    memories = (
        unpack(one["action_id"], one.get("value")) for one in card.button_elements()
    )
    return next(one.asker for one in memories if one and one.act is Act.DISMISS)
