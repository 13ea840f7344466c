"""What an imported entry is before it is written, and all that should be known about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ..errors import Problem
from ..glossary import Section
from . import cells
from .tables import Row


@dataclass(slots=True)
class Draft:
    """An entry to be: what `Term` holds, and comments for its author."""

    line: int
    name: str
    definition: str = ""
    aliases: list[str] = field(default_factory=list)
    expansion: str = ""
    related: list[str] = field(default_factory=list)
    topic: str = ""
    url: str = ""
    owner: str = ""
    reviewed: date | None = None
    sections: list[Section] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


class LeftOut(NamedTuple):
    """A row that became no entry, and why."""

    line: int
    reason: str
    written: str


@dataclass(slots=True)
class Drafts:
    """All that a file gave."""

    path: str
    entries: list[Draft] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def remark(self, line: int, told: str) -> None:
        """Note something its author should know."""
        self.remarks.append(Problem(self.path, line, told))

    def leave_out(self, row: Row, reason: str) -> None:
        """Note a row that becomes no entry."""
        self.left_out.append(LeftOut(row.line, reason, cells.cleaned(row.written)))
        self.remark(row.line, f"{reason}; left out, and kept as a comment at the end")
