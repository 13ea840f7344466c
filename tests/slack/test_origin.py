"""Where something comes from, as far as a payload tells."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.origin import Origin

EVENT = {"type": "message", "channel": "C1", "user": "U1"}


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"event": EVENT}, Origin("C1")),
        (
            {"event": {**EVENT, "team": "T1"}, "is_ext_shared_channel": False},
            Origin("C1", frozenset({"T1"}), shared=False),
        ),
        (
            {"event": {**EVENT, "team": "T1", "source_team": "T2"}},
            Origin("C1", frozenset({"T2"})),
        ),
        (
            {
                "event": {**EVENT, "team": "T1", "source_team": "T2", "user_team": "E2"},
                "is_ext_shared_channel": True,
            },
            Origin("C1", frozenset({"E2"}), shared=True),
        ),
        (
            {
                "channel": {"id": "C1"},
                "team": {"id": "T1"},
                "user": {"id": "U1", "team_id": "T2"},
            },
            Origin("C1", frozenset({"T2"})),
        ),
        ({"container": {"channel_id": "C1"}, "user": {"id": "U1"}}, Origin("C1")),
        (
            {
                "command": "/whatis",
                "channel_id": "C1",
                "team_id": "T1",
                "enterprise_id": "E1",
            },
            Origin("C1", frozenset({"T1", "E1"})),
        ),
        ({"view": {"id": "V1"}, "user": {"team_id": "T2"}}, Origin("", frozenset({"T2"}))),
        ({}, Origin("")),
    ],
)
def test_it_is_told_whose_people_something_comes_from(
    payload: dict[str, Any], expected: Origin
) -> None:
    assert Origin.of(payload) == expected
