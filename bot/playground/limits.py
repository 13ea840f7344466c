"""What Slack refuses in a message's blocks.

https://docs.slack.dev/reference/block-kit: only the blocks and elements that a message of
this bot may hold are known here; any other is refused, as Slack refuses a misspelt one.
Where Slack's own rule is not documented, the stricter reading is taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from .shape import (
    Check,
    Faults,
    fault,
    flags,
    items,
    keys,
    number,
    one_of,
    string,
    typed,
    unique,
)

MOST_BLOCKS = 50
# Of all blocks together, as JSON. Undocumented; refusals from 13 172 characters on are
# reported in https://github.com/slackapi/bolt-js/issues/2509.
MOST_CHARACTERS = 13_200
ANY_LENGTH = 1_000_000  # what holds these is bounded as a whole

_URL = re.compile(r"[a-z][a-z0-9+.-]*:\S", re.I)

Node = Mapping[str, Any]


def faults(blocks: object) -> list[str]:
    """Why Slack would answer `invalid_blocks`, each fault with its place; or none."""
    if blocks == []:
        return []  # none is not a fault: then the text is shown
    found = [*items({"blocks": blocks}, "blocks", MOST_BLOCKS, _block, "")]
    return [*found, *unique(blocks, "block_id", "/blocks")]


def too_long(blocks: object) -> bool:
    """Whether Slack would answer `msg_blocks_too_long`."""
    return len(json.dumps(blocks, ensure_ascii=False)) > MOST_CHARACTERS


def _block(node: object, place: str) -> Faults:
    yield from typed(node, place, BLOCKS)
    if isinstance(node, Mapping):
        yield from string(node, "block_id", 255, place)


def _text(
    node: object, place: str, *, most: int, kinds: str = "plain_text mrkdwn"
) -> Faults:
    """A text object; one of blanks alone counts as empty."""
    if not isinstance(node, Mapping):
        yield fault("must provide an object", place)
        return
    if node.get("type") not in kinds.split():
        yield fault(f"unsupported type: {node.get('type')}", f"{place}/type")
        return
    flag = "emoji" if node["type"] == "plain_text" else "verbatim"
    yield from keys(node, place, needs="text", may=flag)
    yield from flags(node, flag, place)
    yield from string(node, "text", most, place)
    if isinstance(words := node.get("text"), str) and words and not words.strip():
        yield fault("must be more than 0 characters", f"{place}/text")


def _plain(node: Node, key: str, most: int, place: str) -> Faults:
    if key in node:
        yield from _text(node[key], f"{place}/{key}", most=most, kinds="plain_text")


def _url(node: Node, place: str) -> Faults:
    yield from string(node, "url", 3000, place)
    if isinstance(url := node.get("url"), str) and url and not _URL.match(url):
        yield fault("must be a valid url", f"{place}/url")


# --- blocks --------------------------------------------------------------------------


def _section(node: Node, place: str) -> Faults:
    yield from keys(node, place, may="block_id text fields accessory expand")
    yield from flags(node, "expand", place)
    if "text" not in node and "fields" not in node:
        yield fault("missing required field: text", place)
    if "text" in node:
        yield from _text(node["text"], f"{place}/text", most=3000)
    if "fields" in node:
        yield from items(node, "fields", 10, partial(_text, most=2000), place)
    if "accessory" in node:
        yield from typed(node["accessory"], f"{place}/accessory", ELEMENTS)


def _header(node: Node, place: str) -> Faults:
    yield from keys(node, place, needs="text", may="block_id")
    yield from _plain(node, "text", 150, place)


def _divider(node: Node, place: str) -> Faults:
    yield from keys(node, place, may="block_id")


def _context(node: Node, place: str) -> Faults:
    yield from keys(node, place, needs="elements", may="block_id")
    yield from items(node, "elements", 10, partial(_text, most=2000), place)


def _actions(node: Node, place: str) -> Faults:
    yield from keys(node, place, needs="elements", may="block_id")
    yield from items(node, "elements", 25, partial(typed, known=ELEMENTS), place)
    yield from unique(node.get("elements"), "action_id", f"{place}/elements")


def _button(node: Node, place: str) -> Faults:
    may = "value url style accessibility_label confirm"
    yield from keys(node, place, needs="text action_id", may=may)
    yield from _plain(node, "text", 75, place)
    for key, most in (("action_id", 255), ("value", 2000), ("accessibility_label", 75)):
        yield from string(node, key, most, place)
    yield from _url(node, place)
    yield from one_of(node, "style", "primary danger", place)
    if "confirm" in node:
        yield from _confirm(node["confirm"], f"{place}/confirm")


def _confirm(node: object, place: str) -> Faults:
    if not isinstance(node, Mapping):
        yield fault("must provide an object", place)
        return
    yield from keys(node, place, needs="title text confirm deny", may="style")
    for key, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        yield from _plain(node, key, most, place)
    yield from one_of(node, "style", "primary danger", place)


# --- rich text -----------------------------------------------------------------------


def _rich_text(node: Node, place: str) -> Faults:
    yield from keys(node, place, needs="elements", may="block_id")
    yield from items(node, "elements", ANY_LENGTH, partial(typed, known=RICH_TEXT), place)


def _line(node: Node, place: str, *, runs: Mapping[str, Check] | None = None) -> Faults:
    """A line of runs: a section, or what has a border and may hold fewer kinds."""
    bordered = node["type"] != "rich_text_section"
    yield from keys(node, place, needs="elements", may="border" if bordered else "")
    if bordered:
        yield from number(node, "border", 1, place)
    each = partial(typed, known=RUNS if runs is None else runs)
    yield from items(node, "elements", ANY_LENGTH, each, place)


def _preformatted(node: Node, place: str) -> Faults:
    yield from _line(node, place, runs={kind: RUNS[kind] for kind in ("text", "link")})


def _list(node: Node, place: str) -> Faults:
    yield from keys(node, place, needs="elements style", may="indent offset border")
    yield from one_of(node, "style", "bullet ordered", place)
    for key, most in (("indent", 8), ("offset", ANY_LENGTH), ("border", 1)):
        yield from number(node, key, most, place)
    each = partial(typed, known={"rich_text_section": _line})
    yield from items(node, "elements", ANY_LENGTH, each, place)


def _run(node: Node, place: str) -> Faults:
    yield from keys(node, place, needs="text", may="style")
    yield from string(node, "text", ANY_LENGTH, place)
    yield from _style(node, place)


def _link(node: Node, place: str) -> Faults:
    yield from keys(node, place, needs="url", may="style text unsafe")
    yield from _url(node, place)
    yield from string(node, "text", ANY_LENGTH, place)
    yield from flags(node, "unsafe", place)
    yield from _style(node, place)


def _emoji(node: Node, place: str) -> Faults:
    yield from keys(node, place, needs="name", may="style unicode skin_tone")
    yield from string(node, "name", 255, place)
    yield from _style(node, place)


def _broadcast(node: Node, place: str) -> Faults:
    yield from keys(node, place, needs="range", may="style")
    yield from one_of(node, "range", "here channel everyone", place)


def _mention(node: Node, place: str) -> Faults:
    key = f"{node['type']}_id"
    yield from keys(node, place, needs=key, may="style")
    yield from string(node, key, 255, place)
    yield from _style(node, place)


def _style(node: Node, place: str) -> Faults:
    style = node.get("style", {})
    names = "bold italic strike code"
    if not isinstance(style, Mapping):
        yield fault("must provide an object", f"{place}/style")
        return
    yield from keys(style, f"{place}/style", may=names)
    yield from flags(style, names, f"{place}/style")


RUNS: Mapping[str, Check] = {
    "text": _run,
    "link": _link,
    "emoji": _emoji,
    "user": _mention,
    "channel": _mention,
    "usergroup": _mention,
    "broadcast": _broadcast,
}
RICH_TEXT: Mapping[str, Check] = {
    "rich_text_section": _line,
    "rich_text_list": _list,
    "rich_text_quote": _line,
    "rich_text_preformatted": _preformatted,
}
ELEMENTS: Mapping[str, Check] = {"button": _button}
BLOCKS: Mapping[str, Check] = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "context": _context,
    "actions": _actions,
    "rich_text": _rich_text,
}
