"""What of a message fits: as much as there is room for, cut where a person would cut.

All sizes are characters of JSON, for so Slack measures the blocks of a message.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Any

Element = dict[str, Any]  # a block, or what it is made of

BETWEEN = len(", ")  # two elements
FEWEST = 2  # buttons that a row keeps in any case


def size(elements: object) -> int:
    """How much room blocks or elements take."""
    return len(json.dumps(elements, ensure_ascii=False))


def beginning(blocks: Sequence[Element], room: int, rest: Element) -> Iterator[Element]:
    """The first of the blocks, the last of them cut if need be, and then `rest`."""
    room -= size([rest])
    for block in blocks:
        taken = size(block) + BETWEEN
        if taken > room:
            part = _cut(block, room - BETWEEN)
            yield from [part] if part else []
            break
        room -= taken
        yield block
    yield rest


def with_fewer_buttons(
    blocks: Sequence[Element], over: int, may_lose: Callable[[Element], bool]
) -> list[Element]:
    """The blocks without as many last buttons of the longest rows as are `over`."""
    left = list(blocks)
    while over > 0:
        rows = [at for at, block in enumerate(left) if may_lose(block)]
        longest = max(rows, key=lambda at: len(left[at]["elements"]), default=None)
        if longest is None or len(left[longest]["elements"]) <= FEWEST:
            break
        *kept, last = left[longest]["elements"]
        left[longest] = {**left[longest], "elements": kept}
        over -= size(last) + BETWEEN
    return left


def _cut(element: Element, room: int) -> Element | None:
    """As much of an element as fits, or None where nothing does."""
    if "elements" not in element:
        return _shorter(element, room)
    room -= size({**element, "elements": []})
    kept: list[Element] = []
    for inner in element["elements"]:
        taken = size(inner) + BETWEEN
        if taken > room:
            part = _cut(inner, room - BETWEEN)
            kept += [part] if part else []
            break
        room -= taken
        kept.append(inner)
    return {**element, "elements": kept} if kept else None


def _shorter(run: Element, room: int) -> Element | None:
    """The first words of a run of text; anything else stands whole or not at all."""
    if run["type"] != "text":
        return None
    room -= size({**run, "text": " …"})
    ends = accumulate(size(character) - len('""') for character in run["text"])
    length = sum(1 for end in ends if end <= room)
    words = run["text"][: length + 1].rpartition(" ")[0]
    return {**run, "text": f"{words} …"} if words.strip() else None
