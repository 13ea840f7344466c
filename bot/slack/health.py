"""Whether the bot can answer just now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.errors import Problem
from bot.glossary_source import GlossaryFile

from .delivery import Delivery
from .gate import Gate
from .socket_mode import SocketMode
from .tasks import Tasks

MOST_PROBLEMS = 10


class Health:
    """The truth for `/healthz`; `socket` only in Socket Mode. It holds no secret."""

    def __init__(
        self,
        source: GlossaryFile,
        tasks: Tasks,
        gate: Gate,
        delivery: Delivery,
        socket: SocketMode | None,
    ) -> None:
        self._source, self._tasks, self._gate = source, tasks, gate
        self._delivery, self._socket = delivery, socket

    def report(self) -> dict[str, Any]:
        """`status` is "ok", or else the reason why nothing can be answered.

        Calls that Slack leaves unanswered are told and no such reason: without a question
        there are no more of them, and nobody asks what is taken out of service.
        """
        told = {
            "status": "ok",
            "terms": len(self._source().terms),
            "mode": "socket" if self._socket else "http",
            "answering": len(self._tasks),
            "turned_away": self._gate.turned_away,
            "unanswered_by_slack": self._delivery.unanswered,
            "glossary": self._glossary(),
        }
        if self._socket:
            told["connections"] = self._socket.connections
            if not self._socket.connections:
                told["status"] = "not connected to Slack"
        return told

    def _glossary(self) -> dict[str, Any]:
        told: dict[str, Any] = {"source": self._source.path.name}
        problems = [_nameless(problem) for problem in self._source.problems]
        if problems:
            told["problems"] = [str(one) for one in problems[:MOST_PROBLEMS]]
        if len(problems) > MOST_PROBLEMS:
            told["more_problems"] = len(problems) - MOST_PROBLEMS
        return told


def _nameless(problem: Problem) -> Problem:
    """Without the folders of this machine."""
    return replace(problem, path=Path(problem.path).name)
