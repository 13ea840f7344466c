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
def held_off() -> Iterator[None]:
    """No collection inside; what is there at the end is looked at no more.

    Nothing is kept for ever by that: an object goes when nothing refers to it any more.
    """
    if not gc.isenabled():  # somebody else holds it off already
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # first, or the very next collection would look through all of it
        gc.enable()


def let_go(items: list[Item]) -> Iterator[Item]:
    """Each item in turn, the list being emptied, so that they are freed one by one."""
    items.reverse()
    while items:
        yield items.pop()
