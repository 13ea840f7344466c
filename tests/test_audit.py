"""The audit never calls well what it has not looked at."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.audit import LOCKS, audit, main, pinned, verdict

BOTH = frozenset({"a", "b"})


def looked_at(*names: str) -> list[dict[str, Any]]:
    return [{"name": name, "version": "1", "vulns": []} for name in names]


SKIPPED = {"name": "b", "skip_reason": "not found"}
FLAW = {"id": "GHSA-1", "fix_versions": ["2.1"]}


@pytest.mark.parametrize(
    ("found", "code", "told"),
    [
        (looked_at("a", "b"), 0, "audited: 2 packages, no known vulnerability"),
        ([], 0, "not audited: 2 packages"),
        ([{**SKIPPED, "name": "a"}, SKIPPED], 0, "not audited: 2 packages"),
        ([*looked_at("a"), SKIPPED], 1, "FAILED: 1 of 2 packages not audited: b"),
        (
            [*looked_at("a"), {"name": "b", "version": "2.0", "vulns": [FLAW]}],
            1,
            "FAILED: b 2.0: GHSA-1, mended in 2.1",
        ),
        ([SKIPPED, {"name": "a", "version": "2.0", "vulns": [FLAW]}], 1, "GHSA-1"),
    ],
)
def test_only_what_was_looked_up_counts(
    found: list[dict[str, Any]], code: int, told: str
) -> None:
    said, exited = verdict(BOTH, {"dependencies": found})
    assert exited == code
    assert told in said


def test_where_the_service_is_out_of_reach_it_says_so_and_fails_nobody() -> None:
    assert verdict(BOTH, None, "no network") == ("not audited: 2 packages (no network)", 0)


@pytest.mark.parametrize("report", [None, {"dependencies": []}])
def test_an_empty_list_of_packages_is_a_fault(report: dict[str, Any] | None) -> None:
    assert verdict(frozenset(), report)[1] == 1


def tool(folder: Path, script: str) -> str:
    """A stand-in for pip-audit."""
    path = folder / "pip-audit"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_a_tool_that_gives_up_has_audited_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(tool(tmp_path, "echo 'Error: no such host' >&2; exit 1")) == 0
    told = capsys.readouterr().out.splitlines()
    assert len(told) == len(LOCKS)
    assert all("not audited" in line and "no such host" in line for line in told)


def test_a_flaw_that_the_tool_reports_fails(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("a==1 \\\n    --hash=sha256:0\n")
    flawed = {"name": "a", "version": "1", "vulns": [{"id": "X", "fix_versions": []}]}
    report = json.dumps({"dependencies": [flawed]})
    told, code = audit(tool(tmp_path, f"echo '{report}'; exit 1"), lock)
    assert (told, code) == ("FAILED: a 1: X, mended in no version yet", 1)


def test_the_lock_files_are_read() -> None:
    assert pinned("a==1 \\\n    --hash=x\nB_c==2\n# d==3\n") == {"a", "b-c"}
