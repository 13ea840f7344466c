"""Glossary files for the tests: written, read, and what is said of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.errors import GlossaryError
from bot.glossary_file import check, load

Told = tuple[int, str]  # line and message

# Files are written and read here: on a busy machine that may take its time.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def written(folder: Path, text: str | bytes) -> Path:
    """A file of that content."""
    path = folder / "glossary.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults(folder: Path, text: str | bytes) -> list[Told]:
    """Why a file of that content is refused."""
    with pytest.raises(GlossaryError) as error:
        load(written(folder, text))
    return [(problem.line, problem.message) for problem in error.value.problems]


def warnings(folder: Path, text: str) -> list[Told]:
    """What is remarked of a file that is taken."""
    report = check(written(folder, text))
    assert report.faults == ()
    return [(problem.line, problem.message) for problem in report.warnings]


def entry(more: str = "", name: str = "A") -> str:
    """A file of one entry; `more` begins on line 4."""
    return f"terms:\n  - term: {name}\n    definition: d\n{more}"
