"""What the bot is made of: capped, locked, hashed, and under licences that are told."""

from __future__ import annotations

import re
import tomllib
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import cast

import pytest

from tests.audit import pinned

HERE = Path(__file__).parent.parent
PROJECT = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME = (HERE / "requirements.txt").read_text(encoding="utf-8")
DEVELOPMENT = (HERE / "requirements-dev.txt").read_text(encoding="utf-8")

_SPDX = {
    "Apache 2.0": "Apache-2.0",
    "MIT License": "MIT",
    "Python Software Foundation License": "PSF-2.0",
}


def name(requirement: str) -> str:
    return re.split(r"[<>=!~\[; ]", requirement)[0].lower()


def locked(lock: str) -> dict[str, str]:
    """The version of each package that a lock file pins, by its name with its extras."""
    return dict(re.findall(r"^([\w.\[\],-]+)==(\S+)", lock, re.M))


EXTRAS = PROJECT["optional-dependencies"]
ALL = [*PROJECT["dependencies"], *(one for extra in EXTRAS.values() for one in extra)]


@pytest.mark.parametrize("requirement", ALL)
def test_every_dependency_is_capped_below_its_next_major(requirement: str) -> None:
    assert re.search(r">=[\d.]+,<\d+(\.\d+)?$", requirement)


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT])
def test_everything_locked_has_its_hashes(lock: str) -> None:
    entries = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.M)[1:]
    assert len(entries) == len(pinned(lock)) > 10
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_locks_hold_what_the_project_asks_for() -> None:
    assert {name(one) for one in PROJECT["dependencies"]} <= pinned(RUNTIME)
    assert {name(one) for one in EXTRAS["dev"]} <= {
        one.lower() for one in pinned(DEVELOPMENT)
    }
    assert pinned(RUNTIME) <= pinned(DEVELOPMENT)
    assert set(locked(RUNTIME).items()) <= set(locked(DEVELOPMENT).items())


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT])
def test_what_is_wanted_with_an_extra_is_locked_with_it(lock: str) -> None:
    # Else pip takes a newer version than the locked one, and refuses it for that.
    wanted = {
        needed[0].lower()
        for package in metadata.distributions()
        if package.name.lower() in pinned(lock)
        for one in package.requires or ()
        if (needed := re.match(r"[\w.-]+\[[\w,-]+\]", one)) and "extra ==" not in one
    }
    assert wanted <= {one.lower() for one in locked(lock)}


def licence(package: str) -> str:
    """The licence that an installed package names, as SPDX has it."""
    told = cast("Message", metadata.metadata(package))  # which it is; typed as less
    classified = [
        one.rpartition(" :: ")[2]
        for one in told.get_all("Classifier", [])
        if one.startswith("License")
    ]
    named = told["License-Expression"] or told["License"] or classified[0]
    return _SPDX.get(named, named)


def test_the_licences_of_all_that_runs_are_listed() -> None:
    text = (HERE / "SECURITY.md").read_text(encoding="utf-8")
    table = text.split("| package | licence |")[1].split("\n\n")[0]
    listed = dict(re.findall(r"^\| ([a-z0-9][a-z0-9-]+) \| ([^|]+?) \|", table, re.M))
    assert listed == {package: licence(package) for package in pinned(RUNTIME)}
