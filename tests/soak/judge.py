"""Whether the bot kept its promises: one verdict for each case, from what is to be seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.playground.state import Call, Message
from bot.playground.weather import Fault
from bot.render.blocks import Message as Card
from bot.slack import notices

from .ledger import SENT_ONCE, UNCALLED, Case, Surface

SECONDS_IN_FLIGHT = 60.0  # an answer takes no longer, faults included
MOST_TRIES = 3  # faults of one post, with which it may be given up

# What the bot says where it cannot answer; the other notices are what a press is answered.
_ANSWERS = (notices.NOT_YOURS, notices.ALREADY_SHARED)
_EXCUSES = {
    told.text
    for told in vars(notices).values()
    if isinstance(told, Card) and told not in _ANSWERS
}
_SLACK_SAYS = notices.refused("").text.split("“", maxsplit=1)[0]
_LOOK_UPS = ("conversations.replies", "conversations.history")


class Verdict(StrEnum):
    """What became of a case."""

    GOOD = "answered once"
    DOUBTED = "answered once, and told: unsure"
    SILENT = "kept silent"
    UNSURE = "told: unsure"
    TOLD = "told: Slack takes none"
    EXCUSED = "overheard, given up by faults"
    AGAIN = "shown again to one person, after a restart"
    UNREACHED = "never reached the bot, told by Slack"
    KILLED = "lost in flight to SIGKILL"
    LOST = "lost"
    DOUBLED = "doubled"
    UNASKED = "unasked"
    LEFT = "left standing"
    UNTAKEN = "never acknowledged"
    NEEDLESS = "answered, and told: unsure, without cause"


BROKEN = (
    Verdict.LOST,
    Verdict.DOUBLED,
    Verdict.UNASKED,
    Verdict.LEFT,
    Verdict.UNTAKEN,
    Verdict.NEEDLESS,
)


@dataclass
class Circumstances:
    """What excuses: when processes were killed, told to stop or begun, and the calls made
    for a case."""

    kills: Sequence[float] = ()
    stops: Sequence[float] = ()
    starts: Sequence[float] = ()
    calls: Callable[[Case], list[Call]] = field(default=lambda case: [])


def verdict(case: Case, around: Circumstances) -> Verdict:
    """Judge a case that has come to rest."""
    said, standing = _answers(case.private), _answers(case.standing)
    if case.surface in UNCALLED:
        return Verdict.UNASKED if case.public or case.private else Verdict.SILENT
    if case.surface is Surface.DELETED:
        return _deleted(case, around)
    if _too_many(case, standing, said):
        return Verdict.AGAIN if _unknowable(case, said, around) else Verdict.DOUBLED
    if _effects(case, standing, said):
        return _answered(case, around)
    return _nothing(case, around)


def _answers(messages: list[Message]) -> list[Message]:
    return [one for one in messages if not _of_slack(one)]


def _of_slack(message: Message) -> bool:
    """Whether it is about Slack and its faults, not an answer."""
    return message.text in _EXCUSES or message.text.startswith(_SLACK_SAYS)


def _told_unsure(case: Case) -> bool:
    return any(one.text == notices.UNSURE.text for one in _told(case))


def _told(case: Case) -> list[Message]:
    """What they saw of it; in a direct message that is public, too."""
    return case.private + case.standing


def _effects(case: Case, standing: list[Message], said: list[Message]) -> int:
    gone = int(bool(case.about and case.about.deleted))
    seen = len(standing) + len(said)
    if case.surface is Surface.DISMISS:
        return gone + len(said)
    if case.surface in (Surface.CHOOSE, Surface.PRIVATE):
        return int(bool(case.changes)) + seen
    return seen


def _too_many(case: Case, standing: list[Message], said: list[Message]) -> bool:
    if case.surface is not Surface.TOGETHER:
        return _effects(case, standing, said) > 1
    by_person = Counter(one.only_for for one in said)
    return len(standing) > 1 or any(count > 1 for count in by_person.values())


def _unknowable(case: Case, said: list[Message], around: Circumstances) -> bool:
    """Whether nobody could know of the first answer: it was private, which cannot be
    looked up, Slack asked again, and another process than before answered."""
    if case.surface in SENT_ONCE or case.public or len(said) != 2:
        return False
    first, second = (float(one.ts) for one in said)
    return any(first < start < second for start in around.starts)


def _deleted(case: Case, around: Circumstances) -> Verdict:
    """A question that was taken back: nothing of it may stand, for whoever remembers it."""
    if len(case.standing) > 1:
        return Verdict.DOUBLED
    forgotten = any(case.at <= start for start in around.starts)
    return Verdict.LEFT if case.standing and not forgotten else Verdict.GOOD


def _answered(case: Case, around: Circumstances) -> Verdict:
    if not _told_unsure(case):
        return Verdict.GOOD
    return Verdict.DOUBTED if _hindered(case, around) else Verdict.NEEDLESS


def _nothing(case: Case, around: Circumstances) -> Verdict:
    """Why there is no answer; whether that is as it may be."""
    if not case.taken:
        return Verdict.UNREACHED if case.surface in SENT_ONCE else Verdict.UNTAKEN
    if any(map(_of_slack, _told(case))) and _hindered(case, around):
        return Verdict.UNSURE if _told_unsure(case) else Verdict.TOLD
    if _in_flight(case, around.kills):
        return Verdict.KILLED
    if case.surface is Surface.OVERHEARD and _given_up(_faulty(case, around)):
        return Verdict.EXCUSED
    return Verdict.LOST


def _hindered(case: Case, around: Circumstances) -> bool:
    """Whether a fault may be why. At a stop there may be no time for a call that was only
    slow, or had to wait for another's."""
    return bool(_faulty(case, around)) or _in_flight(case, around.stops)


def _faulty(case: Case, around: Circumstances) -> list[Call]:
    calls = around.calls(case)
    return [call for call in calls if call.fault and call.fault is not Fault.SLOW]


def _in_flight(case: Case, ends: Sequence[float]) -> bool:
    """Whether a process may have been at it when it ended."""
    acked = [one.ended for one in case.deliveries if one.acked]
    return any(0 <= end - ack <= SECONDS_IN_FLIGHT for end in ends for ack in acked)


def _given_up(faulty: list[Call]) -> bool:
    """Whether it may not be sent (again): no look-up came through, or no post did.

    One look-up that fails is no reason: reading again does no harm.
    """
    posts = [one for one in faulty if one.method == "chat.postMessage"]
    unread = [one for one in faulty if one.method in _LOOK_UPS]
    return len(unread) > 1 or len(posts) > MOST_TRIES
