"""What authors of a glossary do with it at the terminal: check it and see its map."""

from __future__ import annotations

import sys
from pathlib import Path

from . import glossary_file
from .errors import Problem
from .render import mermaid, problems
from .render.problems import Level

FINE, FAULTS = 0, 1


def check(path: Path, against: Path | None, style: problems.Style) -> int:
    """Print every fault and warning of a file; the exit code tells if it has faults.

    Raises GlossaryError if the file to compare with cannot be read.
    """
    report = glossary_file.check(path)
    for fault in report.faults:
        print(style(fault, Level.FAULT))
    for warning in report.warnings:
        print(style(warning, Level.WARNING))
    if report.glossary is None:
        return FAULTS
    if against:
        old = glossary_file.load(against)
        for gone in glossary_file.compare(old, report.glossary, str(path)):
            print(style(gone, Level.WARNING))
    print(f"{path}: {len(report.glossary.terms)} terms, no faults")
    return FINE


def graph(path: Path) -> int:
    """Print the map of a glossary's related terms, or say on stderr why there is none."""
    report = glossary_file.check(path)
    for fault in report.faults:
        _say(fault)
    if report.glossary is None:
        return FAULTS
    drawn = mermaid.flowchart(report.glossary)
    print(drawn.text)
    if drawn.left_out:
        told = f"{drawn.left_out} arrows are left out; viewers draw {mermaid.MOST_ARROWS}"
        _say(Problem(str(path), 0, told))
    if len(drawn.text) > mermaid.MOST_CHARACTERS:
        most = f"{mermaid.MOST_CHARACTERS:,} characters"
        _say(Problem(str(path), 0, f"this map is over {most}; few viewers draw it"))
    return FINE


def _say(problem: Problem) -> None:
    print(problem, file=sys.stderr)
