"""What a button remembers: itself alone, packed into its `value`.

Everything else about a card is built anew from the glossary when a button is pressed, so
a value never goes stale and stays far below Slack's limit of 2 000 characters
(https://docs.slack.dev/reference/block-kit/block-elements/button-element).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

VERSION = 1
LONGEST_VALUE = 2_000
LONGEST_TRAIL = 8  # names an ephemeral card can go back through


class Act(StrEnum):
    """What pressing a button does."""

    EXPLAIN = "explain"  # show a term: in the thread, or in place on a private card
    CHOOSE = "choose"  # the message becomes the card of this meaning or suggestion
    MORE = "more"  # show all related terms
    DETAILS = "details"  # read more
    SHARE = "share"  # post this private card where all can see it
    BACK = "back"  # the card before this one, on a private card
    DISMISS = "dismiss"  # take the card away
    BROWSE = "browse"  # another page or topic of the contents
    LINK = "link"  # leads to an address; nothing to do


PATTERN = re.compile(rf"({'|'.join(Act)}):\d+")


@dataclass(frozen=True, slots=True)
class Button:
    """A button's own memory.

    term:   canonical name it is about; of a card's controls, the card's own term
    opened: it shows ✓, for its term was explained in this thread
    asker:  user id of who asked for or opened the card it stands on
    trail:  on private cards, the names that Back leads through, oldest first
    beside: of a card's controls, the further terms that it explains side by side
    shared: the name of several meanings that a meaning is one of
    what, page: of contents, the topic or letter shown, and which page
    """

    act: Act
    term: str = ""
    opened: bool = False
    asker: str = ""
    trail: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    shared: str = ""
    what: str = ""
    page: int = 1


def action_id(act: Act, index: int) -> str:
    """An action_id of ours, unique among the buttons of one block by its index."""
    return f"{act}:{index}"


_KEYS = {
    "term": "t",
    "opened": "o",
    "asker": "a",
    "trail": "r",
    "beside": "b",
    "shared": "s",
    "what": "w",
    "page": "p",
}


def pack(button: Button) -> str:
    """The value that brings the button's memory back with a click.

    What is too much for Slack is forgotten: the oldest of the trail, the last `beside`.
    """
    kept = replace(button, trail=button.trail[-LONGEST_TRAIL:])
    while len(value := _packed(kept)) > LONGEST_VALUE and (kept.trail or kept.beside):
        if kept.trail:
            kept = replace(kept, trail=kept.trail[1:])
        else:
            kept = replace(kept, beside=kept.beside[:-1])
    return value


def _packed(button: Button) -> str:
    memory: dict[str, Any] = {"v": VERSION}
    for field in fields(Button)[1:]:  # all but the act, which the action_id tells
        value = getattr(button, field.name)
        if value != field.default:
            memory[_KEYS[field.name]] = value
    return json.dumps(memory, ensure_ascii=False, separators=(",", ":"))


def unpack(action_id: object, value: object) -> Button | None:
    """The button that was pressed, or None for one that is not of this make."""
    act = PATTERN.fullmatch(action_id) if isinstance(action_id, str) else None
    memory = _memory(value)
    if act is None or memory is None:
        return None
    kept: dict[str, Any] = {}
    for field in fields(Button)[1:]:
        value = memory.get(_KEYS[field.name], field.default)
        value = tuple(value) if isinstance(value, list) else value
        if type(value) is not type(field.default):
            return None
        kept[field.name] = value
    if not all(isinstance(name, str) for name in (*kept["trail"], *kept["beside"])):
        return None
    return Button(Act(act[1]), **kept)


def _memory(value: object) -> dict[str, Any] | None:
    try:
        memory = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return None
    ours = isinstance(memory, dict) and memory.get("v") == VERSION
    return memory if ours else None


def standing(blocks: Sequence[Any]) -> tuple[Button, ...]:
    """Every button of ours in the blocks of a message, as Slack gives them back."""
    return tuple(_buttons(blocks))


def _buttons(blocks: Sequence[Any]) -> Iterator[Button]:
    for block in blocks:
        elements = block.get("elements") if isinstance(block, Mapping) else None
        for element in elements if isinstance(elements, list) else ():
            if isinstance(element, Mapping) and element.get("type") == "button":
                button = unpack(element.get("action_id"), element.get("value"))
                if button:
                    yield button
