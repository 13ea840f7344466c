"""Where the running bot's glossary comes from: a file found, loaded, and watched.

A faulty file never takes a running bot down: it keeps the last good copy and says so.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from . import collector, glossary_file
from .errors import ConfigError, GlossaryError, Problem
from .glossary import Glossary

SECONDS_BETWEEN_LOOKS = 1.0
MOST_LOGGED = 20  # faults; `python -m bot check` tells them all

log = logging.getLogger(__name__)

Prepare = Callable[[Glossary], None]
_Stamp = tuple[int, int, int]  # when written, how large, which file


def find(named: str | None) -> Path:
    """The glossary file to use: the one named, else ./glossary.yaml, else the shipped one.

    Raises ConfigError when the named file does not exist.
    """
    if named:
        path = Path(named)
        if not path.exists():
            raise ConfigError([f"GLOSSARY names {named}, which does not exist; correct it"])
        return path
    here = Path("glossary.yaml")
    if here.exists():
        return here
    log.warning("no glossary.yaml here: the one that ships with the bot is used")
    return shipped()


def shipped() -> Path:
    """The glossary that comes with the bot: beside its code, or above it in a checkout."""
    package = Path(__file__).parent
    packaged = package / "glossary.yaml"
    return packaged if packaged.exists() else package.parent / "glossary.yaml"


def _nothing(glossary: Glossary) -> None:
    """Prepare nothing."""


class GlossaryFile:
    """A source: calling it gives the last good glossary of one file.

    Raises GlossaryError at the start if the file has faults. `problems` are those of the
    file as it stands now; while there are any, an older copy is in use.
    """

    def __init__(
        self, path: Path, load: Callable[[Path], Glossary] = glossary_file.load
    ) -> None:
        self.path = path
        self.problems: tuple[Problem, ...] = ()
        self._load = load
        self._stamp = _stamp(path)
        with collector.held_off(to_stay=True):
            self._glossary = load(path)

    def __call__(self) -> Glossary:
        """The glossary to answer from."""
        return self._glossary

    def refresh(self, prepare: Prepare = _nothing) -> bool:
        """Take up the file if it was written since; whether the glossary changed.

        An editor may write in place or put a new file in the old one's place; either
        changes the stamp. What is written to while it is read is left for the next look.
        `prepare` is shown a new glossary before anybody is answered from it.
        """
        stamp = _stamp(self.path)
        if stamp == self._stamp:
            return False
        glossary = self._glossary
        problems: tuple[Problem, ...] = ()
        try:
            with collector.held_off(to_stay=True):
                glossary = self._load(self.path)
                prepare(glossary)
        except GlossaryError as error:
            problems = error.problems
        if _stamp(self.path) != stamp:
            return False
        self._stamp, self._glossary, self.problems = stamp, glossary, problems
        self._tell()
        return not problems

    def _tell(self) -> None:
        if not self.problems:
            log.info("glossary: %d terms from %s", len(self._glossary.terms), self.path)
            return
        told = [str(problem) for problem in self.problems[:MOST_LOGGED]]
        if len(self.problems) > MOST_LOGGED:
            told.append(f"and {len(self.problems) - MOST_LOGGED} more")
        faults = "\n".join(told)
        log.warning("the glossary has faults, its last good copy is kept:\n%s", faults)

    async def watch(
        self, seconds: float = SECONDS_BETWEEN_LOOKS, prepare: Prepare = _nothing
    ) -> None:
        """Look at the file again and again, in a thread, until cancelled.

        `prepare` is shown the first glossary too, once the start is over.
        """
        await asyncio.sleep(seconds)
        await asyncio.to_thread(prepare, self())
        while True:
            await asyncio.to_thread(self.refresh, prepare)
            await asyncio.sleep(seconds)


def _stamp(path: Path) -> _Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size, status.st_ino)
