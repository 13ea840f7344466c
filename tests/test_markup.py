"""Slack's markup is undone before a message is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markup import LINK, LONGEST, PERSON, plain


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("what is *velocity*?", "what is velocity?"),
        ("what is _~*velocity*~_?", "what is velocity?"),
        ("what is `velocity`?", 'what is "velocity" ?'),
        ("what’s “velocity”", 'what\'s "velocity"'),
        ("R&amp;D &lt;3", "R&D <3"),
        ("see <https://example.com|the wiki>", "see the wiki"),
        ("see <https://example.com>", f"see {LINK}"),
        ("see https://example.com/a?b=c", f"see {LINK}"),
        ("<@U1|ana> hi", f"{PERSON} hi"),
        ("in <#C1|build> now", "in #build now"),
        ("<!here> hi", "hi"),
        ("hi :wave: all", "hi , all"),
        ("hi 👋 all", "hi , all"),
        ("at 10:30:45 sharp", "at 10:30:45 sharp"),
        ("snake_case and __init__ stay", "snake_case and __init__ stay"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("&gt; what is velocity?\nno idea", "no idea"),
        ("&gt;&gt;&gt; what is\nvelocity?", ""),
        ("so ```what is velocity?``` fails", "so fails"),
        ("zero\u200bwidth", "zerowidth"),
        ("café: 2^8", "café: 2^8"),
    ],
)
def test_markup_is_undone(typed: str, words: str) -> None:
    assert " ".join(plain(typed).split()) == words


def test_a_message_without_end_is_read_in_part() -> None:
    assert len(plain("a" * (2 * LONGEST))) == LONGEST


def test_signs_that_stand_for_many_make_no_message_longer() -> None:
    assert len(plain("\ufdfa" * LONGEST)) == LONGEST


@given(st.text(alphabet=st.sampled_from("<>@!#|`*_~&;:a \n\"'>"), max_size=200))
def test_any_markup_is_undone_without_error(text: str) -> None:
    assert isinstance(plain(text), str)
