"""The map of related terms: whole, drawn by any viewer, islands and hubs to be seen."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.glossary import Contrast, Glossary, Term
from bot.render.mermaid import MOST_ARROWS, flowchart

from ..glossaries import agile


def drawn(*terms: Term) -> str:
    return flowchart(Glossary(terms)).text


def classes(text: str) -> dict[str, set[str]]:
    """Ids by class."""
    found = re.findall(r"^  class (\S+) (\w+)$", text, re.M)
    return {kind: {*ids.split(",")} for ids, kind in found}


def test_terms_stand_in_the_box_of_their_topic() -> None:
    lines = drawn(Term("A", "d", topic="One"), Term("B", "d"), Term("C", "d", topic="One"))

    assert [line for line in lines.splitlines() if "[" in line or line.endswith("end")] == [
        '  subgraph t0["One"]',
        '    n0["A"]',
        '    n2["C"]',
        "  end",
        '  n1["B"]',
    ]


def test_an_arrow_leads_where_a_related_term_does() -> None:
    assert "  n0 --> n1\n" in drawn(Term("A", "d", related=("B",)), Term("B", "d"))


def test_two_that_name_each_other_share_an_arrow() -> None:
    text = drawn(Term("A", "d", related=("B",)), Term("B", "d", related=("A",)))

    assert re.findall(r"^  n\d .+$", text, re.M) == ["  n0 <--> n1"]


def test_a_contrast_is_drawn_where_no_arrow_is() -> None:
    text = drawn(
        Term("A", "d", related=("B",), contrasts=(Contrast("B", "t"), Contrast("C", "t"))),
        Term("B", "d"),
        Term("C", "d"),
    )

    assert re.findall(r"^  n\d .+$", text, re.M) == ["  n0 --> n1", "  n0 -.- n2"]


def test_islands_and_hubs_are_marked() -> None:
    spokes = [Term(f"S{i}", "d", related=("Hub",)) for i in range(4)]
    text = drawn(Term("Hub", "d", related=("End",)), Term("End", "d"), *spokes)

    assert classes(text) == {
        "hub": {"n0"},
        "unreached": {"n2", "n3", "n4", "n5"},
        "deadend": {"n1"},
    }


def test_a_term_reached_by_a_contrast_alone_is_no_island() -> None:
    text = drawn(Term("A", "d", contrasts=(Contrast("B", "t"),)), Term("B", "d"))

    assert classes(text) == {}


def test_what_viewers_would_refuse_to_draw_is_left_out_last_named_first() -> None:
    names = [f"T{i}" for i in range(MOST_ARROWS)]
    terms = [
        Term(name, "d", related=(names[i - 1], names[i - 2]))
        for i, name in enumerate(names)
    ]

    text, left_out = flowchart(Glossary(tuple(terms)))

    assert left_out == MOST_ARROWS
    arrows = re.findall(r"^  n(\d+) --> n(\d+)$", text, re.M)
    assert len(arrows) == MOST_ARROWS
    assert all((int(end) + 1) % MOST_ARROWS == int(start) for start, end in arrows)


def test_a_small_glossary_is_drawn_whole() -> None:
    assert flowchart(agile()).left_out == 0


HOSTILE = ["end", 'say "hi"', "a]b[c", "x|y", "`tick`", "#35;", "<b>b</b>", "%% c", "1. a",
           "style x:#f00;", "A --> B", "- a", "naïve 👩‍💻"]  # fmt: skip


@given(st.lists(st.sampled_from(HOSTILE) | st.text(min_size=1), min_size=1, unique=True))
def test_no_name_can_be_more_than_a_label(names: list[str]) -> None:
    """Seen in Mermaid 11.17: numbers for marks, in quotes, come out as the marks."""
    text = drawn(*(Term(name, "d", topic=name) for name in names))

    labels = re.findall(r'^ +(?:n\d+|subgraph t\d+)\["([^"]*)"\]$', text, re.M)

    told = [
        re.sub(r"#(\d+);", lambda number: chr(int(number[1])), label) for label in labels
    ]
    assert sorted(told) == sorted([*names, *names])
    assert all(
        re.fullmatch(r"(?:[A-Za-z0-9_ ]|[^\x00-\x7f]|#\d+;)*", label) for label in labels
    )
