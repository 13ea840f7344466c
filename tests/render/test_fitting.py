"""What does not fit is cut where a person would cut, and never in silence."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.render.fitting import Element, beginning, size, with_fewer_buttons
from bot.render.rich_text import block, elements

from .test_rich_text import flat

REST: Element = {"type": "context", "elements": [{"type": "plain_text", "text": "more"}]}


def rich(markdown: str) -> Element:
    return block(elements(markdown))


def first(markdown: str, room: int) -> list[Element]:
    """What stands of one text when it does not fit."""
    *shown, rest = beginning([rich(markdown)], room + size([REST]), REST)
    assert rest == REST
    return shown


def row(*names: str) -> Element:
    return {"type": "actions", "elements": [{"text": name} for name in names]}


def names(rows: list[Element]) -> list[list[str]]:
    return [[button["text"] for button in row["elements"]] for row in rows]


def test_a_text_is_cut_between_words() -> None:
    [shown] = first("word " * 100, 200)

    assert flat(shown).endswith("word …")
    assert "wor …" not in flat(shown)


def test_a_list_keeps_its_whole_items() -> None:
    [shown] = first("- one **two** three\n- " + "four " * 100, 420)

    [items] = shown["elements"]
    assert [flat(item)[:14] for item in items["elements"]] == [
        "one two three",
        "four four four",
    ]
    assert items["elements"][0]["elements"][1]["style"] == {"bold": True}


def test_a_link_stands_whole_or_not_at_all() -> None:
    [shown] = first(f"see [the long story of it](https://example.com/{'x' * 300})", 250)
    assert flat(shown) == "see "


def test_where_there_is_no_room_only_the_mark_stands() -> None:
    assert first("word " * 100, 10) == []


def test_what_comes_before_the_cut_is_left_as_it_is() -> None:
    blocks = [rich("one"), rich("two " * 100), rich("three")]

    shown = list(beginning(blocks, 400, REST))

    assert shown[0] == blocks[0]
    assert flat(shown[1]).startswith("two two")
    assert shown[2:] == [REST]


@given(st.text(min_size=1, max_size=400), st.integers(100, 600))
def test_what_is_cut_takes_no_more_room_than_there_is(text: str, room: int) -> None:
    assert size(list(beginning([rich(text)] * 3, room, REST))) <= room


def test_the_longest_row_of_buttons_gives_way_and_keeps_two() -> None:
    def but_the_last(one: Any) -> bool:
        return one is not rows[-1]

    rows = [row("a", "b", "c"), row("d", "e", "f", "g"), row("h", "i", "j", "k", "l")]

    few = with_fewer_buttons(rows, 20, but_the_last)
    assert names(few) == [["a", "b"], ["d", "e", "f"], ["h", "i", "j", "k", "l"]]
    none = with_fewer_buttons(rows, 9_999, but_the_last)
    assert names(none) == [["a", "b"], ["d", "e"], ["h", "i", "j", "k", "l"]]
    assert with_fewer_buttons(rows, 0, but_the_last) == rows
