"""Slack's limits, written down once more, for the tests to hold messages against."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.render.blocks import Message

INERT = {"text", "link", "emoji"}


def faults(message: Message) -> list[str]:
    """What Slack would refuse in a message, or what in it could notify somebody."""
    found = list(_message_faults(message))
    for block in message.blocks:
        found += _block_faults(block)
    return found


def _message_faults(message: Message) -> Iterator[str]:
    if not message.text.strip():
        yield "no text"
    if len(message.text) > 4000:
        yield "text too long"
    if any(
        mark in message.text
        for mark in ("<!", "<@", "<#", "@here", "@channel", "@everyone")
    ):
        yield "text could notify"
    if not 1 <= len(message.blocks) <= 50:
        yield f"{len(message.blocks)} blocks"
    if len(json.dumps(message.blocks, ensure_ascii=False)) > 13_000:
        yield "blocks too long"


def _block_faults(block: Mapping[str, Any]) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield from _text_faults(block["text"], 150)
        case "context":
            if not 1 <= len(block["elements"]) <= 10:
                yield "context elements"
            for element in block["elements"]:
                yield from _text_faults(element, 2000)
        case "actions":
            yield from _action_faults(block["elements"])
        case "rich_text":
            for element in block["elements"]:
                yield from _rich_faults(element)
        case other:
            yield f"unexpected block {other}"


def _text_faults(text: Mapping[str, Any], most: int) -> Iterator[str]:
    if text["type"] != "plain_text":
        yield "not plain text"
    if not 1 <= len(text["text"]) <= most:
        yield f"text of {len(text['text'])}"


def _action_faults(elements: list[dict[str, Any]]) -> Iterator[str]:
    if not 1 <= len(elements) <= 25:
        yield f"{len(elements)} buttons"
    if len({element["action_id"] for element in elements}) < len(elements):
        yield "an action_id twice"
    for element in elements:
        yield from _text_faults(element["text"], 75)
        if len(element["value"]) > 2000 or len(element.get("url", "")) > 3000:
            yield "a value too long"
        if not 1 <= len(element["accessibility_label"]) <= 75:
            yield "accessibility_label"


def _rich_faults(element: Mapping[str, Any]) -> Iterator[str]:
    if not element["elements"]:
        yield f"empty {element['type']}"
    for inner in element["elements"]:
        if element["type"] == "rich_text_list":
            if inner["type"] != "rich_text_section":
                yield "a list of something else"
            yield from _rich_faults(inner)
        elif inner["type"] not in INERT:
            yield f"{inner['type']} could notify"
        elif inner["type"] != "emoji" and not inner["text"]:
            yield "an empty run"
