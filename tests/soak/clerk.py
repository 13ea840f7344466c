"""Closes cases that have come to rest, counts verdicts, keeps the first offenders."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.state import Call, Message

from .judge import BROKEN, Circumstances, Verdict, verdict
from .ledger import UNCALLED, Case, Surface
from .process import Process
from .town import Town

MOST_OFFENDERS = 8


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds without anything new until a case has come to rest.

    answered: with an effect; silent: where none is to come; missing: where one is;
    stray: until a reply that fell into the channel must be gone
    """

    answered: float = 25.0
    silent: float = 40.0
    missing: float = 100.0
    stray: float = 45.0


AT_THE_END = Patience(answered=8.0, silent=10.0, missing=50.0, stray=30.0)


class Clerk:
    """Judges as the soak goes on, so that little has to be kept."""

    def __init__(
        self, town: Town, process: Process, rested: Callable[[Case], None]
    ) -> None:
        self._town, self._ledger, self._rested = town, town.ledger, rested
        self._around = Circumstances(
            process.killed, process.stopped, process.started, town.calls_for
        )
        self.verdicts: Counter[tuple[Surface, Verdict]] = Counter()
        self._stories: dict[object, str] = {}
        self.patience = Patience()
        self._judged: dict[Case, tuple[float, Verdict]] = {}
        self._strays: set[int] = set()

    async def work(self) -> None:
        """Look at every case once a second, until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(1.0)

    @property
    def open(self) -> int:
        """How many cases have not come to rest."""
        return sum(not case.closed for case in self._ledger.cases)

    @property
    def stories(self) -> list[str]:
        """What happened to the first offenders."""
        return [*self._stories.values()][:MOST_OFFENDERS]

    def broken(self) -> Counter[Verdict]:
        """The promises that were not kept."""
        counts: Counter[Verdict] = Counter()
        for (_, found), number in self.verdicts.items():
            if found in BROKEN:
                counts[found] += number
        return counts

    def look(self) -> None:
        """Close what has come to rest, and judge anew what has stirred since."""
        now = self._town.now()
        for case in self._ledger.cases:
            if not case.closed and self._at_rest(case, now):
                self._judge(case)
                self._rested(case)
            elif case.closed and case.stirred > self._judged[case][0]:
                self._judge(case)
        self._misplaced(now)
        self._town.sweep()
        kept = set(self._ledger.cases)
        self._judged = {case: how for case, how in self._judged.items() if case in kept}

    def _at_rest(self, case: Case, now: float) -> bool:
        if not case.delivered:
            return False
        if case.public or case.private or case.changes:
            patience = self.patience.answered
        elif case.surface in (*UNCALLED, Surface.DELETED):
            patience = self.patience.silent
        else:
            patience = self.patience.missing
        gone = case.surface is Surface.DISMISS and case.about and case.about.deleted
        return now - case.stirred >= (self.patience.answered if gone else patience)

    def _judge(self, case: Case) -> None:
        found = verdict(case, self._around)
        before = self._judged.get(case)
        if before:
            self.verdicts[case.surface, before[1]] -= 1
        self.verdicts[case.surface, found] += 1
        self._judged[case] = (case.stirred, found)
        case.closed = found
        if found not in BROKEN:
            self._stories.pop(case, None)
        elif len(self._stories) < 2 * MOST_OFFENDERS:
            self._stories[case] = self.story(case)

    def _misplaced(self, now: float) -> None:
        """What the bot said that belongs to nothing, or outside of its thread."""
        for message in self._ledger.unasked:
            self._offends(message, Verdict.UNASKED)
        self._ledger.unasked.clear()
        for message in self._ledger.strays:
            late = now - float(message.ts) > self.patience.stray
            if late and not message.deleted and id(message) not in self._strays:
                self._strays.add(id(message))
                self._offends(message, Verdict.LEFT)

    def _offends(self, message: Message, how: Verdict) -> None:
        self.verdicts[Surface.CHATTER, how] += 1
        where = f"{message.channel} thread {message.thread_ts or '-'}"
        calls = [call for call in self._town.calls if message.ts in str(call.answer)]
        told = [f"{how}: {message.ts} in {where}: {message.text[:80]!r}"]
        told += [f"    {_clock(call.at)} {_call(call)}" for call in calls[-8:]]
        if len(self._stories) < 2 * MOST_OFFENDERS:
            self._stories[message.ts] = "\n".join(told)

    def story(self, case: Case) -> str:
        """What was delivered when, which calls were made, and what went wrong with them."""
        lines: list[tuple[float, str]] = []
        for one in self._town.deliveries_of(case):
            event = one.payload.get("event", {})
            what = event.get("subtype") or event.get("type") or one.kind
            ended = (
                f"acked {_clock(one.ended)}" if one.acked else f"not acked: {one.body[:40]}"
            )
            retry = f" retry {one.retry_num}" if one.retry_num else ""
            lines.append((one.began, f"sent {what}{retry}{_wrong(one.fault)}, {ended}"))
        lines += [(call.at, _call(call)) for call in self._town.calls_for(case)]
        lines += [(float(m.ts), f"seen by all: {m.text[:60]!r}") for m in case.public]
        lines += [
            (float(m.ts), f"seen by {m.only_for}: {m.text[:60]!r}") for m in case.private
        ]
        lines += [(at, "SIGKILL") for at in self._around.kills if at > case.at]
        lines += [(at, "SIGTERM") for at in self._around.stops if at > case.at]
        lines += [(at, "started") for at in self._around.starts if at > case.at]
        about = repr(case.about.text[:70]) if case.about else ""
        head = f"{case.closed}: {case.surface} in {case.channel} {case.thread} {about}"
        told = [f"    {_clock(at)} {line}" for at, line in sorted(lines)]
        return "\n".join([f"{_clock(case.at)} {head}", *told[:40]])


def _call(call: Call) -> str:
    answer = call.answer.get("error") or call.answer.get("ts") or ""
    to = call.arguments.get("thread_ts") or call.arguments.get("ts") or ""
    return f"called {call.method} {to}{_wrong(call.fault)} → {answer}"


def _wrong(fault: object) -> str:
    return f" [{fault}]" if fault else ""


def _clock(at: float) -> str:
    return f"{at % 10_000:9.3f}"
