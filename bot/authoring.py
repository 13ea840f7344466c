"""What authors do at the terminal: check a glossary, see its map, bring one over."""

from __future__ import annotations

import sys
from pathlib import Path

from . import glossary_file
from .errors import ConfigError, GlossaryError, Problem
from .importing import entries, tables, writer
from .importing.drafts import Drafts
from .render import mermaid, problems
from .render.problems import Level
from .yaml_tree import echo

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


def import_table(source: Path, to: Path | None) -> int:
    """Make a new glossary file of a table, and say on stderr what could not be read.

    `to`: the file, or None to print it. Raises ConfigError rather than overwrite one.
    """
    if to and to.exists():
        told = f"{to} is there already; name another with --to, or print with --to -"
        raise ConfigError([told])
    try:
        found = entries.entries(tables.read(source), str(source))
    except GlossaryError as error:
        for problem in error.problems:
            _say(problem)
        return FAULTS
    for remark in found.remarks:
        _say(remark)
    if not found.entries:
        _say(
            Problem(
                str(source), 0, "no row with a term and a definition; nothing is written"
            )
        )
        return FAULTS
    head = (
        f"Imported from {echo(source.name)}. What an entry may hold stands in the README."
    )
    text = writer.write(found.entries, found.left_out, head)
    if to is None:
        print(text, end="")
        return FINE
    return _write_new(to, text, found)


def _write_new(to: Path, text: str, found: Drafts) -> int:
    try:
        with to.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ConfigError([f"{to} cannot be written: {error.strerror or error}"]) from error
    report = glossary_file.check(to)
    for fault in report.faults:
        print(problems.plain(fault, Level.FAULT))
    if report.glossary is None:
        return FAULTS
    left_out = f"; rows left out: {len(found.left_out)}" if found.left_out else ""
    print(f"{to}: {len(found.entries)} terms{left_out}")
    setting = "" if to == Path("glossary.yaml") else f", with GLOSSARY={to} set"
    print(f"Try it: python -m bot playground --open{setting}")
    return FINE


def _say(problem: Problem) -> None:
    print(problem, file=sys.stderr)
