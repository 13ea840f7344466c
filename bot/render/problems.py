"""Faults and warnings of a glossary file as lines: plain, in colour, for GitHub.

GitHub's form: https://docs.github.com/actions/reference/workflow-commands-for-github-actions,
“Setting an error message”; what must be escaped in it stands in the source of
actions/toolkit, `packages/core/src/command.ts`.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePath

from ..errors import Problem


class Level(StrEnum):
    """How bad it is, in GitHub's words."""

    FAULT = "error"
    WARNING = "warning"


Style = Callable[[Problem, Level], str]

_RED, _YELLOW, _RESET = "\x1b[1;31m", "\x1b[1;33m", "\x1b[0m"


def plain(problem: Problem, level: Level) -> str:
    """`path:line: message`, a warning marked as one."""
    return f"{_place(problem)}: {_marked(problem, level)}"


def coloured(problem: Problem, level: Level) -> str:
    """The same for a terminal: the place red, or yellow for a warning."""
    colour = _RED if level is Level.FAULT else _YELLOW
    return f"{colour}{_place(problem)}:{_RESET} {_marked(problem, level)}"


def github(problem: Problem, level: Level) -> str:
    """A workflow command that GitHub shows at its line of a pull request.

    The place is told in the message as well, for the log shows nothing else.
    """
    properties = f"file={_property(PurePath(problem.path).as_posix())}"
    if problem.line:
        properties += f",line={problem.line}"
    return f"::{level} {properties}::{_data(str(problem))}"


def _place(problem: Problem) -> str:
    return f"{problem.path}:{problem.line}" if problem.line else problem.path


def _marked(problem: Problem, level: Level) -> str:
    return problem.message if level is Level.FAULT else f"warning: {problem.message}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
