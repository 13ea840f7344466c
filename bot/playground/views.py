"""What Slack refuses in a modal: https://docs.slack.dev/reference/views/modal-views."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from . import limits

_KEYS = {"type", "title", "blocks", "close", "submit", "callback_id", "private_metadata"}
_LONGEST = {"private_metadata": 3_000, "callback_id": 255}
LONGEST_TITLE = 24
MOST_BLOCKS = 100


def faults(view: object) -> list[str]:
    """Why Slack would answer `invalid_arguments`, a sentence each; or none."""
    if not isinstance(view, Mapping) or view.get("type") != "modal":
        return ["must be a modal [json-pointer:/view]"]
    blocks = view.get("blocks")
    if not isinstance(blocks, list) or not 1 <= len(blocks) <= MOST_BLOCKS:
        return ["must have 1 to 100 blocks [json-pointer:/view/blocks]"]
    return [*limits.faults(blocks), *_own(view)]


def _own(view: Mapping[str, Any]) -> Iterator[str]:
    for key in view.keys() - _KEYS:
        yield f"no more properties allowed: {key} [json-pointer:/view]"
    for key in ("title", "close", "submit"):
        if (key in view or key == "title") and not _short(view.get(key)):
            yield f"must be plain_text of 1 to 24 characters [json-pointer:/view/{key}]"
    for key, most in _LONGEST.items():
        if len(str(view.get(key, ""))) > most:
            yield f"must be at most {most} characters [json-pointer:/view/{key}]"


def _short(text: object) -> bool:
    if not isinstance(text, Mapping) or text.get("type") != "plain_text":
        return False
    return 1 <= len(str(text.get("text", ""))) <= LONGEST_TITLE
