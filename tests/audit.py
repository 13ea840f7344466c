"""Known vulnerabilities in what the lock files pin: `python -m tests.audit PIP_AUDIT`.

pip-audit says “no known vulnerabilities found” also where it could look up nothing, so
the packages that it did look up are counted here. Exit code 1 for a vulnerability, for a
lock file without packages and for one audited in part; 0, with “not audited”, where the
advisory service is out of reach.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")
MINUTES = 5


def pinned(lock: str) -> frozenset[str]:
    """Names of the packages that the text of a lock file pins."""
    names = re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*\])?==", lock, re.M)
    return frozenset(map(_canonical, names))


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()  # as PyPI compares names


def verdict(
    names: frozenset[str], report: Mapping[str, Any] | None, why: str = ""
) -> tuple[str, int]:
    """What to say of a lock file, and the exit code.

    report: what pip-audit found, in its JSON; None where it found nothing out, then `why`
    """
    if not names:
        return "FAILED: the lock file pins no package", 1
    looked_at = [one for one in (report or {}).get("dependencies", ()) if "vulns" in one]
    bad = [
        f"FAILED: {one['name']} {one['version']}: {fault['id']}, "
        f"mended in {', '.join(fault['fix_versions']) or 'no version yet'}"
        for one in looked_at
        for fault in one["vulns"]
    ]
    if bad:
        return "\n".join(bad), 1
    missed = sorted(names - {_canonical(one["name"]) for one in looked_at})
    if len(missed) == len(names):
        why = why or "the advisory service knows none of them"
        return f"not audited: {len(names)} packages ({why})", 0
    if missed:
        told = ", ".join(missed)
        return f"FAILED: {len(missed)} of {len(names)} packages not audited: {told}", 1
    return f"audited: {len(names)} packages, no known vulnerability", 0


def audit(pip_audit: str, lock: Path) -> tuple[str, int]:
    """Ask pip-audit about one lock file; nothing is installed."""
    command = [pip_audit, "--requirement", str(lock), "--require-hashes", "--disable-pip"]
    command += ["--format", "json", "--progress-spinner", "off"]
    names = pinned(lock.read_text(encoding="utf-8"))
    try:
        ran = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=60 * MINUTES
        )
        return verdict(names, json.loads(ran.stdout))
    except subprocess.TimeoutExpired:
        return verdict(names, None, f"no answer in {MINUTES} minutes")
    except ValueError:  # no JSON: it gave up
        return verdict(names, None, (ran.stderr.strip() or "no report").splitlines()[-1])


def main(pip_audit: str) -> int:
    """Audit every lock file, a line for each."""
    worst = 0
    for lock in LOCKS:
        told, code = audit(pip_audit, HERE / lock)
        print(f"{lock}: {told}")
        worst = max(worst, code)
    return worst


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
