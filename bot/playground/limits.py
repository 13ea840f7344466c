"""What Slack refuses in a message's blocks.

https://docs.slack.dev/reference/block-kit: only the blocks and elements that a message of
this bot may hold are known here; any other is refused, as Slack refuses a misspelt one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

MOST_BLOCKS = 50
MOST_CHARACTERS = 13_200  # of all blocks together: undocumented, seen in the wild

Check = Callable[[Mapping[str, Any], str], Iterator[str]]


def faults(blocks: object) -> list[str]:
    """Why Slack would answer `invalid_blocks`, a sentence each with its place; or none."""
    if not isinstance(blocks, list):
        return ["must be an array [json-pointer:/blocks]"]
    found = [] if len(blocks) <= MOST_BLOCKS else ["no more than 50 items allowed"]
    ids = [block.get("block_id") for block in blocks if isinstance(block, Mapping)]
    if len(named := [one for one in ids if one]) > len(set(named)):
        found.append("block_id must be unique")
    for at, block in enumerate(blocks):
        found += _node(block, BLOCKS, f"/blocks/{at}")
    return found


def too_long(blocks: object) -> bool:
    """Whether Slack would answer `msg_blocks_too_long`."""
    return len(json.dumps(blocks, ensure_ascii=False)) > MOST_CHARACTERS


def _node(node: object, known: Mapping[str, Check], place: str) -> Iterator[str]:
    if not isinstance(node, Mapping):
        yield f"must be an object [json-pointer:{place}]"
    elif (check := known.get(str(node.get("type")))) is None:
        yield f"unsupported type: {node.get('type')} [json-pointer:{place}/type]"
    else:
        yield from check(node, place)


def _keys(node: Mapping[str, Any], allowed: str, needed: str, place: str) -> Iterator[str]:
    for key in node.keys() - {"type", "block_id", *allowed.split(), *needed.split()}:
        yield f"no more properties allowed: {key} [json-pointer:{place}]"
    for key in needed.split():
        if key not in node:
            yield f"missing required field: {key} [json-pointer:{place}]"
    yield from _length(node, "block_id", 255, place, least=0)


def _length(
    node: Mapping[str, Any], key: str, most: int, place: str, least: int = 1
) -> Iterator[str]:
    value = node.get(key)
    if value is None:
        return
    if not isinstance(value, str):
        yield f"must be a string [json-pointer:{place}/{key}]"
    elif not least <= len(value) <= most:
        yield f"must be {least} to {most} characters [json-pointer:{place}/{key}]"


def _items(
    node: Mapping[str, Any], key: str, most: int, known: Mapping[str, Check], place: str
) -> Iterator[str]:
    items = node.get(key)
    if not isinstance(items, Sequence) or isinstance(items, str) or not items:
        yield f"must have at least one item [json-pointer:{place}/{key}]"
        return
    if len(items) > most:
        yield f"no more than {most} items allowed [json-pointer:{place}/{key}]"
    for at, item in enumerate(items):
        yield from _node(item, known, f"{place}/{key}/{at}")


def _text(node: object, most: int, place: str, *, plain: bool = False) -> Iterator[str]:
    kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
    if not isinstance(node, Mapping) or node.get("type") not in kinds:
        yield f"must be {' or '.join(kinds)} [json-pointer:{place}]"
        return
    allowed = "emoji" if node["type"] == "plain_text" else "verbatim"
    yield from _keys(node, allowed, "text", place)
    yield from _length(node, "text", most, place)


def _section(node: Mapping[str, Any], place: str) -> Iterator[str]:
    yield from _keys(node, "text fields accessory expand", "", place)
    if "text" not in node and "fields" not in node:
        yield f"missing required field: text [json-pointer:{place}]"
    if "text" in node:
        yield from _text(node["text"], 3000, f"{place}/text")
    fields = node.get("fields", [])
    if len(fields) > 10:
        yield f"no more than 10 items allowed [json-pointer:{place}/fields]"
    for at, field in enumerate(fields):
        yield from _text(field, 2000, f"{place}/fields/{at}")
    if "accessory" in node:
        yield from _node(node["accessory"], {"button": _button}, f"{place}/accessory")


def _header(node: Mapping[str, Any], place: str) -> Iterator[str]:
    yield from _keys(node, "", "text", place)
    yield from _text(node.get("text"), 150, f"{place}/text", plain=True)


def _divider(node: Mapping[str, Any], place: str) -> Iterator[str]:
    yield from _keys(node, "", "", place)


def _context(node: Mapping[str, Any], place: str) -> Iterator[str]:
    yield from _keys(node, "", "elements", place)
    texts: dict[str, Check] = {
        kind: lambda text, at: _text(text, 2000, at) for kind in ("plain_text", "mrkdwn")
    }
    yield from _items(node, "elements", 10, texts, place)


def _actions(node: Mapping[str, Any], place: str) -> Iterator[str]:
    yield from _keys(node, "", "elements", place)
    yield from _items(node, "elements", 25, {"button": _button}, place)
    elements = node.get("elements")
    ids = [one.get("action_id") for one in elements or () if isinstance(one, Mapping)]
    if len(ids) > len(set(ids)):
        yield f"action_id must be unique in its block [json-pointer:{place}/elements]"


def _button(node: Mapping[str, Any], place: str) -> Iterator[str]:
    yield from _keys(
        node, "value url style accessibility_label confirm", "text action_id", place
    )
    yield from _text(node.get("text"), 75, f"{place}/text", plain=True)
    for key, most in (("action_id", 255), ("value", 2000), ("url", 3000)):
        yield from _length(node, key, most, place)
    yield from _length(node, "accessibility_label", 75, place)
    if node.get("style", "primary") not in ("primary", "danger"):
        yield f"style is primary or danger [json-pointer:{place}/style]"


def _rich_text(node: Mapping[str, Any], place: str) -> Iterator[str]:
    yield from _keys(node, "", "elements", place)
    yield from _items(node, "elements", 10_000, RICH_TEXT, place)


def _rich_section(node: Mapping[str, Any], place: str) -> Iterator[str]:
    yield from _keys(node, "border", "elements", place)
    yield from _items(node, "elements", 10_000, RUNS, place)


def _rich_list(node: Mapping[str, Any], place: str) -> Iterator[str]:
    yield from _keys(node, "indent offset border", "elements style", place)
    if node.get("style") not in ("bullet", "ordered"):
        yield f"style is bullet or ordered [json-pointer:{place}/style]"
    if not 0 <= int(node.get("indent", 0)) <= 8:
        yield f"indent is 0 to 8 [json-pointer:{place}/indent]"
    yield from _items(node, "elements", 10_000, {"rich_text_section": _rich_section}, place)


def _run(node: Mapping[str, Any], place: str) -> Iterator[str]:
    yield from _keys(node, "style", "text", place)
    yield from _length(node, "text", 1_000_000, place)
    yield from _style(node, place)


def _link(node: Mapping[str, Any], place: str) -> Iterator[str]:
    yield from _keys(node, "style text unsafe", "url", place)
    yield from _length(node, "url", 3000, place)
    yield from _length(node, "text", 1_000_000, place)
    yield from _style(node, place)


def _named(key: str) -> Check:
    def check(node: Mapping[str, Any], place: str) -> Iterator[str]:
        yield from _keys(node, "style unicode", key, place)
        yield from _length(node, key, 255, place)

    return check


def _style(node: Mapping[str, Any], place: str) -> Iterator[str]:
    style = node.get("style", {})
    if not isinstance(style, Mapping) or style.keys() - {
        "bold",
        "italic",
        "strike",
        "code",
    }:
        yield f"unknown style [json-pointer:{place}/style]"


RUNS: Mapping[str, Check] = {
    "text": _run,
    "link": _link,
    "emoji": _named("name"),
    "user": _named("user_id"),
    "channel": _named("channel_id"),
    "usergroup": _named("usergroup_id"),
    "broadcast": _named("range"),
}
RICH_TEXT: Mapping[str, Check] = {
    "rich_text_section": _rich_section,
    "rich_text_list": _rich_list,
    "rich_text_quote": _rich_section,
    "rich_text_preformatted": _rich_section,
}
BLOCKS: Mapping[str, Check] = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "context": _context,
    "actions": _actions,
    "rich_text": _rich_text,
}
