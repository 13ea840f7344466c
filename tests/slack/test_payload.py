"""Any shape can be looked into, and is named in the log without a word of anybody's."""

from __future__ import annotations

from bot.slack.payload import items, kind, part, text_of
from tests.slack.events import body


def test_what_is_not_of_the_shape_expected_is_empty() -> None:
    odd = {"text": 7, "event": ["x"], "blocks": {"a": 1}}
    assert (text_of(odd, "text"), part(odd, "event"), items(odd, "blocks")) == ("", {}, ())
    assert (text_of(odd, "no"), part(odd, "no"), items(odd, "no")) == ("", {}, ())


def test_for_the_log_a_payload_is_named_by_slacks_own_words() -> None:
    assert kind(body()) == "event_callback message"
    assert kind({"command": "/whatis", "text": "secret"}) == "/whatis"
