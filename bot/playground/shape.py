"""How a JSON value is checked: its keys, lengths and items, each fault with its place.

A check yields faults in Slack's own words, so that a refused message reads as it would
from Slack: `must be less than 76 characters [json-pointer:/blocks/0/text/text]`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Faults = Iterator[str]
Check = Callable[[Any, str], Faults]  # a node and its place


def fault(what: str, place: str) -> str:
    """A fault and where it is."""
    return f"{what} [json-pointer:{place}]"


def typed(node: object, place: str, known: Mapping[str, Check]) -> Faults:
    """An object whose `type` is one of those known, checked as that type is."""
    if not isinstance(node, Mapping):
        yield fault("must provide an object", place)
    elif "type" not in node:
        yield fault("missing required field: type", place)
    elif (check := known.get(str(node["type"]))) is None:
        yield fault(f"unsupported type: {node['type']}", f"{place}/type")
    else:
        yield from check(node, place)


def keys(node: Mapping[str, Any], place: str, *, needs: str = "", may: str = "") -> Faults:
    """No property but `type` and those named, and all that are needed."""
    for key in sorted(node.keys() - {"type", *needs.split(), *may.split()}):
        yield fault(f"invalid additional property: {key}", place)
    for key in needs.split():
        if key not in node:
            yield fault(f"missing required field: {key}", place)


def string(node: Mapping[str, Any], key: str, most: int, place: str) -> Faults:
    """A property that, if it is there, is a string of at least one character."""
    if key not in node:
        return
    value, place = node[key], f"{place}/{key}"
    if not isinstance(value, str):
        yield fault("must provide a string", place)
    elif not value:
        yield fault("must be more than 0 characters", place)
    elif len(value) > most:
        yield fault(f"must be less than {most + 1} characters", place)


def number(node: Mapping[str, Any], key: str, most: int, place: str) -> Faults:
    """A property that, if it is there, is a whole number from 0 on."""
    value = node.get(key, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        yield fault(f"must be a number from 0 to {most}", f"{place}/{key}")


def flags(node: Mapping[str, Any], names: str, place: str) -> Faults:
    """Properties that, if they are there, are true or false."""
    for key in names.split():
        if not isinstance(node.get(key, False), bool):
            yield fault("must provide a boolean", f"{place}/{key}")


def one_of(node: Mapping[str, Any], key: str, values: str, place: str) -> Faults:
    """A property that, if it is there, has one of these values."""
    if key in node and node[key] not in values.split():
        yield fault("must be a valid enum value", f"{place}/{key}")


def items(node: Mapping[str, Any], key: str, most: int, each: Check, place: str) -> Faults:
    """A property that is a list with something in it; `each` checks an item."""
    value, place = node.get(key), f"{place}/{key}"
    if not isinstance(value, list):
        yield fault("must provide an array", place)
        return
    if not value:
        yield fault("no fewer than 1 items allowed", place)
    if len(value) > most:
        yield fault(f"no more than {most} items allowed", place)
    for at, item in enumerate(value):
        yield from each(item, f"{place}/{at}")


def unique(nodes: object, key: str, place: str) -> Faults:
    """A property that no two objects of a list share."""
    seen = set()
    for at, node in enumerate(nodes if isinstance(nodes, list) else ()):
        value = node.get(key) if isinstance(node, Mapping) else None
        if not isinstance(value, str):
            continue
        if value in seen:
            yield fault(f'`{key}` "{value}" already exists', f"{place}/{at}/{key}")
        seen.add(value)
