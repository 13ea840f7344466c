"""Slack's limits, written down once more, for the tests to hold messages against."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.render.blocks import Message

INERT = {"text", "link", "emoji"}
LINES = {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}
STYLES = {"bold", "italic", "strike", "code"}
FOLLOWED = ("https://", "http://", "mailto:")


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
    if text["type"] != "plain_text" and text.get("verbatim") is not True:
        yield "text that is read for names"
    if not text["text"].strip():
        yield "empty text"
    if len(text["text"]) > most:
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
        if "style" in element:
            yield "a loud button"


def _rich_faults(element: Mapping[str, Any]) -> Iterator[str]:
    if not element["elements"]:
        yield f"empty {element['type']}"
    if element["type"] == "rich_text_list":
        yield from _list_faults(element)
        return
    if element["type"] not in LINES:
        yield f"unexpected {element['type']}"
    for run in element["elements"]:
        yield from _run_faults(run)


def _list_faults(element: Mapping[str, Any]) -> Iterator[str]:
    if element["style"] not in ("bullet", "ordered") or not 0 <= element["indent"] <= 8:
        yield "a list of another make"
    if element.get("offset", 1) < 1:
        yield "an offset that counts back"
    for item in element["elements"]:
        if item["type"] != "rich_text_section":
            yield "a list of something else"
        yield from _rich_faults(item)


def _run_faults(run: Mapping[str, Any]) -> Iterator[str]:
    if run["type"] not in INERT:
        yield f"{run['type']} could notify"
    if run["type"] != "emoji" and not run["text"]:
        yield "an empty run"
    if run["type"] == "link" and not run["url"].lower().startswith(FOLLOWED):
        yield f"a link to {run['url']}"
    if len(run.get("url", "")) > 3000:
        yield "an address too long"
    if not run.get("style", {"bold": True}).keys() <= STYLES or run.get("style") == {}:
        yield "an unknown style"
