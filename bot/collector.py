"""Very many objects built and dropped, without stopping every thread meanwhile.

Python's garbage collector would look through them again and again, which takes longer than
building them; and what is dropped at one stroke is freed at one stroke.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")


@contextmanager
def held_off(*, to_stay: bool = False) -> Iterator[None]:
    """No collection inside.

    to_stay: what is there at the end is looked at no more, as long as the process runs. It
             is freed all the same when nothing refers to it any longer.
    """
    if not gc.isenabled():  # somebody else holds it off already
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if to_stay:  # now, or the next collection would look through all of it
            gc.freeze()
        gc.enable()


def let_go(items: list[Item]) -> Iterator[Item]:
    """Each item in turn, the list being emptied, so that they are freed one by one."""
    items.reverse()
    while items:
        yield items.pop()


def seldom_through_what_stays() -> None:
    """From now on, look ten times less often at what has outlived a first look.

    Hardly anything of an answer does, and what the bot remembers of a day holds no cycles;
    to look through that stops every answer for some 20 ms.
    """
    young, middle, old = gc.get_threshold()
    gc.set_threshold(young, 10 * middle, old)
