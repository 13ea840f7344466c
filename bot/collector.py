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
