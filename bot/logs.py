"""The log on stderr: lines for people, or a JSON object a line for machines.

At every level but debug no message, name or token gets into it: our own lines hold none,
Slack's libraries are held to what cannot hold any, and what looks like a secret in a
traceback is blotted out.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TextIO

SECONDS_BETWEEN_LINES = 10.0

# They log payloads, signatures and addresses that let one in at lower levels.
_QUIET = ("slack_bolt", "slack_sdk", "aiohttp", "asyncio")
_SECRETS = re.compile(
    r"\bx(?:ox[a-z]|app)-[\w-]+"  # tokens
    # response_urls
    r"|(?:(?<=hooks\.slack\.com/)|(?<=hooks\.slack-gov\.com/))[^\s\"'\\)>]+"
    r"|(?<=[?&]ticket=)[^\s&\"'\\)>]+"  # the way into a socket
    r"|(?<=://)[^\s/?#]+(?=@)"  # name and password, of a proxy for one
)
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
_REVEALED = (
    "LOG_LEVEL=debug: from now on this log holds what people write, who they are and "
    "what Slack is sent; unset it where that must not be kept"
)


def begin(
    level: str = "info", stream: TextIO | None = None, *, structured: bool = False
) -> None:
    """Log to stderr, or to `stream`, from this level on: debug, info, warning or error.

    structured: JSON, unless the stream is a terminal, where a person reads it
    """
    stream, root = stream or sys.stderr, logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, Ours):
            root.removeHandler(handler)
    root.addHandler(Ours(stream, structured=structured))
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(level.upper() if level == "debug" else "ERROR")
    if level == "debug":
        logging.getLogger(__name__).warning(_REVEALED)


class Ours(logging.StreamHandler[TextIO]):
    """Writes to one stream, in the form that suits whoever reads it."""

    def __init__(self, stream: TextIO, *, structured: bool) -> None:
        super().__init__(stream)
        for_machines = structured and not stream.isatty()
        self.setFormatter(JsonLines() if for_machines else Lines())


class Seldom:
    """Tells of what may come in a flood: all is counted, little of it fills the log.

    Each kind is told at most every ten seconds, so that none hides another.
    """

    def __init__(
        self,
        log: logging.Logger,
        level: int = logging.WARNING,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log, self._level, self._now = log, level, now
        self._counts: Counter[str] = Counter()
        self._next: dict[str, float] = {}

    @property
    def count(self) -> int:
        """How many there were, of all kinds."""
        return self._counts.total()

    def tell(self, what: str, about: str = "") -> None:
        """Count one of a kind, of which there are few; `about` is told beside it."""
        self._counts[what] += 1
        now = self._now()
        if now >= self._next.get(what, now):
            self._next[what] = now + SECONDS_BETWEEN_LINES
            line = f"{what}: {about}" if about else what
            count = self._counts[what]
            self._log.log(self._level, "%s; %d in all since the start", line, count)


class Lines(logging.Formatter):
    """A line that a person reads."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """The record, without secrets."""
        return _blotted(super().format(record))


class JsonLines(logging.Formatter):
    """An object a line: when, how grave, from where, what, and what `extra` adds."""

    def format(self, record: logging.LogRecord) -> str:
        """The record, without secrets."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(
                "T", "milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        told |= {k: v for k, v in vars(record).items() if k not in _STANDARD}
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return _blotted(json.dumps(told, ensure_ascii=False, default=str))


def _blotted(text: str) -> str:
    return _SECRETS.sub("[secret]", text)
