"""The soak can fail: what is planted here is found, and nothing else is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.playground.state import Call, Channel, Delivery, Message
from bot.playground.weather import Fault
from bot.playground.workspace import Person
from bot.slack import notices

from .clerk import Clerk, Patience
from .judge import BROKEN, Verdict
from .ledger import Case, Ledger, Surface
from .process import Process
from .town import Town


@dataclass
class Court:
    """A town without a bot: the tests do what one might do, and the clerk judges it."""

    town: Town
    process: Process
    clerk: Clerk
    clock: float = 0.0
    ana: Person = field(init=False)
    ben: Person = field(init=False)
    build: Channel = field(init=False)

    def __post_init__(self) -> None:
        self.ana, self.ben = self.town.person("ana"), self.town.person("ben")
        self.build = self.town.channel("build")
        self.clerk.patience = Patience(0.0, 0.0, 0.0, stray=-1.0)

    def asks(self, surface: Surface = Surface.OVERHEARD, *, acked: bool = True) -> Case:
        """A question in #build that was delivered, and acknowledged or not."""
        message = self.ana.writes(self.build, "what is a token?")
        case = Case(surface, self.build.id, (self.ana.id,), float(message.ts), message.ts)
        case.about = message
        self.town.ledger.opens(case)
        return self.delivered(case, acked=acked)

    def delivered(self, case: Case, *, acked: bool = True) -> Case:
        delivery = Delivery("event", {}, status=200 if acked else 0)
        delivery.ended = self.town.now()
        case.took([delivery], self.town.now())
        return case

    def presses(self, card: Message, surface: Surface, *who: Person) -> Case:
        people = tuple(one.id for one in who)
        case = Case(surface, card.channel, people, self.town.now(), card.thread_ts, card)
        return self.delivered(self.town.ledger.opens(case))

    def posts(self, thread: str | None) -> Message:
        """What a bot might do."""
        return self.town.bot_posts(self.build, "Token: a chunk of text", [], thread)

    def whispers(self, to: Person, text: str = "Token: a chunk of text") -> Message:
        return self.town.show_to(to.id, self.build, text, [], None)

    def failed(self, fault: Fault, method: str, thread: str | None) -> None:
        """A call that something was made to happen to."""
        said = {"channel": self.build.id, "thread_ts": thread, "ts": thread}
        self.town.calls.append(Call(method, said, fault=fault, at=self.town.now()))

    def verdicts(self) -> dict[Verdict, int]:
        """What the clerk finds now."""
        self.clerk.look()
        found: dict[Verdict, int] = {}
        for (_, verdict), number in self.clerk.verdicts.items():
            found[verdict] = found.get(verdict, 0) + number
        return {verdict: number for verdict, number in found.items() if number}


@pytest.fixture
async def court() -> AsyncIterator[Court]:
    async with Town(Ledger()) as town:
        process = Process(town, Path("none.yaml"))
        yield Court(town, process, Clerk(town, process, lambda case: None))


async def test_one_answer_in_the_thread_is_good(court: Court) -> None:
    case = court.asks()
    court.posts(case.thread)

    assert court.verdicts() == {Verdict.GOOD: 1}
    assert court.clerk.stories == []


async def test_a_planted_double_is_found(court: Court) -> None:
    case = court.asks()
    for _ in range(2):
        court.posts(case.thread)

    assert court.verdicts() == {Verdict.DOUBLED: 1}
    [story] = court.clerk.stories
    assert "doubled: overheard question" in story
    assert story.count("seen by all") == 2


async def test_a_double_that_comes_late_is_found(court: Court) -> None:
    case = court.asks()
    court.posts(case.thread)
    assert court.verdicts() == {Verdict.GOOD: 1}

    court.posts(case.thread)

    assert court.verdicts() == {Verdict.DOUBLED: 1}


async def test_a_private_answer_beside_a_public_one_is_a_double(court: Court) -> None:
    case = court.asks(Surface.MENTION)
    court.posts(case.thread)
    court.whispers(court.ana)

    assert court.verdicts() == {Verdict.DOUBLED: 1}


@pytest.mark.parametrize("surface", [Surface.OVERHEARD, Surface.MENTION, Surface.DIRECT])
async def test_a_planted_loss_is_found(court: Court, surface: Surface) -> None:
    court.asks(surface)

    assert court.verdicts() == {Verdict.LOST: 1}
    assert "lost" in court.clerk.stories[0]


async def test_an_answer_that_comes_late_after_all_is_no_loss(court: Court) -> None:
    case = court.asks()
    assert court.verdicts() == {Verdict.LOST: 1}

    court.posts(case.thread)

    assert court.verdicts() == {Verdict.GOOD: 1}
    assert court.clerk.stories == []


async def test_an_answer_to_chatter_is_found(court: Court) -> None:
    case = court.asks(Surface.CHATTER)
    court.posts(case.thread)

    assert court.verdicts() == {Verdict.UNASKED: 1}


async def test_what_belongs_to_nothing_is_unasked(court: Court) -> None:
    court.posts(None)
    court.whispers(court.ben)

    assert court.verdicts() == {Verdict.UNASKED: 2}


async def test_chatter_without_an_answer_is_as_it_should_be(court: Court) -> None:
    court.asks(Surface.CHATTER)

    assert court.verdicts() == {Verdict.SILENT: 1}


async def test_the_card_of_a_deleted_question_must_go_wherever_it_stands(
    court: Court,
) -> None:
    case = court.asks(Surface.DELETED)
    assert case.about
    case.about.deleted = True
    stray = court.posts(case.thread)
    assert court.verdicts() == {Verdict.LEFT: 1}

    court.town.remove(stray)
    case.stirred += 1

    assert court.verdicts() == {Verdict.GOOD: 1}


async def test_an_answer_outside_of_its_thread_is_found_unless_it_goes_again(
    court: Court,
) -> None:
    case = court.asks()
    assert case.about
    case.about.deleted = True  # and nobody knows
    court.town.remove(court.posts(case.thread))
    court.posts(case.thread)

    assert court.verdicts() == {Verdict.GOOD: 1, Verdict.LEFT: 1}


async def test_two_who_press_at_once_get_one_reply(court: Court) -> None:
    card = court.posts(court.asks().thread)
    court.verdicts()
    court.presses(card, Surface.TOGETHER, court.ana, court.ben)
    court.posts(card.thread_ts)
    assert court.verdicts() == {Verdict.GOOD: 2}

    court.posts(card.thread_ts)

    assert court.verdicts() == {Verdict.GOOD: 1, Verdict.DOUBLED: 1}


async def test_a_press_without_an_effect_is_lost(court: Court) -> None:
    card = court.posts(court.asks().thread)
    court.presses(card, Surface.PRESS, court.ben)
    court.presses(card, Surface.DISMISS, court.ana)

    assert court.verdicts() == {Verdict.GOOD: 1, Verdict.LOST: 2}


async def test_a_card_dismissed_is_gone(court: Court) -> None:
    card = court.posts(court.asks().thread)
    court.verdicts()
    court.presses(card, Surface.DISMISS, court.ana)
    court.town.remove(card)

    assert court.verdicts() == {Verdict.GOOD: 2}


async def test_killed_in_flight_is_what_was_acknowledged_before(court: Court) -> None:
    court.asks()
    court.process.killed.append(court.town.now() + 1)
    assert court.verdicts() == {Verdict.KILLED: 1}

    court.process.killed[:] = [court.town.now() - 100]
    court.asks()
    assert court.verdicts() == {Verdict.KILLED: 1, Verdict.LOST: 1}


async def test_unsure_counts_only_where_something_went_wrong(court: Court) -> None:
    case = court.asks(Surface.MENTION)
    court.whispers(court.ana, notices.UNSURE.text)
    court.failed(Fault.DROPPED_AFTER, "chat.postMessage", case.thread)
    assert court.verdicts() == {Verdict.UNSURE: 1}

    court.town.calls.clear()
    court.asks(Surface.MENTION)
    court.whispers(court.ana, notices.UNSURE.text)
    assert court.verdicts() == {Verdict.UNSURE: 1, Verdict.LOST: 1}


async def test_and_where_a_stop_cut_it_off(court: Court) -> None:
    case = court.asks(Surface.MENTION)
    court.whispers(court.ana, notices.UNSURE.text)
    court.process.stopped.append(case.at - 1)
    assert court.verdicts() == {Verdict.LOST: 1}

    court.process.stopped.append(court.town.now())
    case.stirred += 1
    assert court.verdicts() == {Verdict.UNSURE: 1}
    court.asks(Surface.MENTION)  # and nobody is told
    assert court.verdicts() == {Verdict.UNSURE: 1, Verdict.LOST: 1}


async def test_a_press_that_never_came_about_was_not_taken(court: Court) -> None:
    card = court.posts(court.asks().thread)
    court.verdicts()
    people = (court.ben.id,)
    case = Case(Surface.PRESS, card.channel, people, court.town.now(), None, card)
    court.town.ledger.opens(case).took([], court.town.now())
    assert court.verdicts() == {Verdict.GOOD: 1, Verdict.UNREACHED: 1}


async def test_an_answer_that_stands_though_they_were_told_unsure_is_told_apart(
    court: Court,
) -> None:
    case = court.asks(Surface.MENTION)
    court.posts(case.thread)
    court.whispers(court.ana, notices.UNSURE.text)
    assert court.verdicts() == {Verdict.NEEDLESS: 1}

    court.failed(Fault.DROPPED_AFTER, "chat.postMessage", case.thread)
    case.stirred += 1
    assert court.verdicts() == {Verdict.DOUBTED: 1}


async def test_a_notice_about_slack_in_a_direct_message_is_no_answer(court: Court) -> None:
    lost = court.asks(Surface.DIRECT)
    court.town.bot_posts(court.build, notices.UNSURE.text, [], lost.thread)
    assert court.verdicts() == {Verdict.LOST: 1}

    unsure = court.asks(Surface.DIRECT)
    court.town.bot_posts(court.build, notices.UNSURE.text, [], unsure.thread)
    court.failed(Fault.DROPPED_AFTER, "chat.postMessage", unsure.thread)
    assert court.verdicts() == {Verdict.LOST: 1, Verdict.UNSURE: 1}

    court.posts(unsure.thread)
    assert court.verdicts() == {Verdict.LOST: 1, Verdict.DOUBTED: 1}


async def test_an_overheard_question_is_excused_where_no_look_up_comes_through(
    court: Court,
) -> None:
    case = court.asks()
    court.failed(Fault.FAILED, "conversations.replies", case.thread)
    assert court.verdicts() == {Verdict.LOST: 1}

    case = court.asks()
    for _ in range(2):
        court.failed(Fault.FAILED, "conversations.replies", case.thread)
    assert court.verdicts() == {Verdict.LOST: 1, Verdict.EXCUSED: 1}


async def test_a_private_answer_may_come_again_from_another_process_alone(
    court: Court,
) -> None:
    court.asks(Surface.MENTION)
    first = court.whispers(court.ana)
    court.process.started.append(float(first.ts) + 0.000_05)
    court.whispers(court.ana)
    assert court.verdicts() == {Verdict.AGAIN: 1}

    court.asks(Surface.MENTION)
    for _ in range(2):
        court.whispers(court.ana)
    assert court.verdicts() == {Verdict.AGAIN: 1, Verdict.DOUBLED: 1}


async def test_an_event_that_nobody_took_is_told_apart_from_a_press(court: Court) -> None:
    court.asks(acked=False)
    court.asks(Surface.WHATIS, acked=False)

    assert court.verdicts() == {Verdict.UNTAKEN: 1, Verdict.UNREACHED: 1}
    assert Verdict.UNTAKEN in BROKEN
    assert Verdict.UNREACHED not in BROKEN
