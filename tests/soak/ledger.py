"""What was asked and pressed, and what came of it: attributed by place, never by text.

A message in a thread belongs to what was last asked or pressed there, one in a direct
message to what was last asked there, and a private one to the person who sees it: the
people of the soak do one thing at a time, in each of these.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from bot.playground.state import Channel, Delivery, Message

Clock = Callable[[], float]


class Surface(StrEnum):
    """How the bot was asked; the last ones were not meant for it."""

    OVERHEARD = "overheard question"
    MENTION = "mention"
    THREAD = "mention in a thread"
    DIRECT = "direct message"
    WHATIS = "/whatis"
    GLOSSARY = "/glossary"
    PRESS = "press: term or Read more"
    TOGETHER = "press by two at once"
    PRIVATE = "press on a private card"
    CHOOSE = "press: did you mean"
    SHARE = "press: Share"
    DISMISS = "press: Dismiss"
    NOT_YOURS = "press: another's Dismiss"
    DELETED = "question deleted again"
    CHATTER = "chatter"


UNCALLED = (Surface.CHATTER,)
SENT_ONCE = (  # Slack tells whoever typed or pressed that it failed, and tries no more
    Surface.WHATIS,
    Surface.GLOSSARY,
    Surface.PRESS,
    Surface.TOGETHER,
    Surface.PRIVATE,
    Surface.CHOOSE,
    Surface.SHARE,
    Surface.DISMISS,
    Surface.NOT_YOURS,
)


@dataclass(eq=False)
class Case:
    """One thing that people did, and all that came of it.

    about:      the message asked with, or the card pressed; none of a command
    thread:     the ts of the thread whose replies belong to it; empty: what the bot says
                outside of threads does; None: nothing that all can see
    people:     who alone may see something of it
    deliveries: the last attempt of each event, command or click
    public, private, changes: the effects
    stirred:    when something last came of it
    closed:     the verdict, once it has come to rest
    """

    surface: Surface
    channel: str
    people: tuple[str, ...]
    at: float
    thread: str | None = None
    about: Message | None = None
    deliveries: list[Delivery] = field(default_factory=list)
    delivered: bool = False
    public: list[Message] = field(default_factory=list)
    private: list[Message] = field(default_factory=list)
    changes: int = 0
    stirred: float = 0.0
    closed: str = ""

    @property
    def standing(self) -> list[Message]:
        """The public effects that nobody has taken away since."""
        return [message for message in self.public if not message.deleted]

    @property
    def taken(self) -> bool:
        """Whether Slack has the bot's word for all of it."""
        return bool(self.deliveries) and all(one.acked for one in self.deliveries)

    def took(self, deliveries: Iterable[Delivery], now: float) -> None:
        """All of it was delivered, or given up."""
        self.deliveries += deliveries
        self.delivered, self.stirred = True, now


class Ledger:
    """Every case that is open or was so a moment ago. `now` is the clock of Slack's ts."""

    def __init__(self, now: Clock = time.time) -> None:
        self.now = now
        self.asked: Counter[Surface] = Counter()
        self.cases: list[Case] = []
        self.unasked: list[Message] = []  # what belongs to nothing that anybody did
        self.strays: list[Message] = []  # replies that fell out of their thread
        self._places: dict[tuple[str, str], Case] = {}
        self._alone: dict[str, Case] = {}
        self._pressed: dict[tuple[str, str], Case] = {}

    def opens(self, case: Case) -> Case:
        """From now on what happens at its place, or before its people, belongs to it."""
        self.asked[case.surface] += 1
        self.cases.append(case)
        case.stirred = self.now()
        if case.thread is not None:
            self._places[case.channel, case.thread] = case
        for person in case.people:
            self._alone[person] = case
        if case.about:
            self._pressed[case.channel, case.about.ts] = case
        return case

    def busy(self, person: str) -> bool:
        """Whether this person still waits for something."""
        case = self._alone.get(person)
        return bool(case and not case.closed)

    def taken_up(self, channel: str, thread: str = "") -> bool:
        """Whether something is still awaited at this place."""
        case = self._places.get((channel, thread))
        return bool(case and not case.closed)

    def posted(self, message: Message, channel: Channel, thread: str) -> Case | None:
        """The bot has said something for all to see, meant for this thread; whose it is."""
        case = self._places.get((channel.id, thread))
        own = case is not None and case.surface is Surface.DELETED  # judged with it
        if thread and not message.thread_ts and not own:
            self.strays.append(message)
        if channel.kind == "im" and (case is None or case.closed):
            # The last way to tell somebody what could not be shown elsewhere.
            [person] = channel.members - {message.user}
            told = self._alone.get(person, case)
            return self._noted(told, message, told.private if told else self.unasked)
        return self._noted(case, message, case.public if case else self.unasked)

    def shown(self, message: Message) -> Case | None:
        """The bot has said something that one person sees; whose it is."""
        case = self._alone.get(message.only_for)
        return self._noted(case, message, case.private if case else self.unasked)

    def changed(self, message: Message) -> None:
        """A message of the bot looks different now."""
        case = self._pressed.get((message.channel, message.ts))
        if case:
            case.changes += 1
            case.stirred = self.now()

    def forget(self, before: float) -> None:
        """Drop the cases that were closed and have not stirred since."""
        gone = {one for one in self.cases if one.closed and one.stirred < before}
        self.cases = [one for one in self.cases if one not in gone]
        for known in (self._places, self._pressed):
            for place in [place for place, case in known.items() if case in gone]:
                del known[place]
        for person in [who for who, case in self._alone.items() if case in gone]:
            del self._alone[person]
        self.strays = [one for one in self.strays if float(one.ts) >= before]

    def _noted(
        self, case: Case | None, message: Message, where: list[Message]
    ) -> Case | None:
        where.append(message)
        if case:
            case.stirred = self.now()
        return case
