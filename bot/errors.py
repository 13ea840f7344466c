"""What can go wrong in a way that a person can mend.

BotError
├── ConfigError           settings or credentials; the owner mends them
│   └── CredentialsError  Slack refuses a token, and will whenever it is tried again
└── GlossaryError         the glossary file; its author mends it
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class BotError(Exception):
    """Base of every error that is told without a traceback."""


class ConfigError(BotError):
    """Settings that cannot work; the message names every fault and its remedy."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class CredentialsError(ConfigError):
    """A token that Slack refuses for good: a supervisor need not start us again."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault or warning in a glossary file, with its line (0: the whole file)."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"


class GlossaryError(BotError):
    """A glossary that cannot be used; carries all of its faults at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)
