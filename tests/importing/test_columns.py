"""Which column holds what, by the names people give them."""

from __future__ import annotations

import pytest

from bot.importing.columns import Layout, Use, layout
from bot.importing.tables import Row, Table

T, D, A, E, S, C = (
    Use.TERM, Use.DEFINITION, Use.ALIASES, Use.EXPANSION, Use.SECTION, Use.COMMENT
)  # fmt: skip


def laid_out(*lines: str, is_markdown: bool = False) -> Layout:
    rows = [Row(at, tuple(line.split(",")), line) for at, line in enumerate(lines, 1)]
    return layout(Table(rows, is_markdown=is_markdown))


@pytest.mark.parametrize(
    ("titles", "uses"),
    [
        ("Term,Definition", [T, D]),
        ("Definition,Term", [D, T]),
        ("term,definition,aliases", [T, D, A]),
        ("TERMS,Descriptions,Synonym(s)", [T, D, A]),
        ("**Name**,What it means,a.k.a.", [T, D, A]),
        ("Begriff,Erklärung,Kategorie", [T, D, Use.TOPIC]),
        ("Acronym,Meaning", [T, D]),
        ("Acronym,Meaning,Description", [T, E, D]),
        ("Acronym,Stands for", [T, D]),
        ("Acronym,Full form,Notes", [T, D, S]),
        ("Acronym,Expansion,Definition", [T, E, D]),
        ("Term,Abbreviation,Definition", [T, A, D]),
        ("Term,What the team says,Synonyms", [T, D, A]),
        ("Thing,Definition,Synonyms", [T, D, A]),
        ("Name,Term,Definition,Description", [T, A, D, S]),
        ("Term,Definition,Example,Notes", [T, D, S, S]),
        ("ID,Term,Definition,Status", [C, T, D, C]),
        (
            "Term,Definition,See also,Link,Owner,Last reviewed,Topic,Area",
            [T, D, Use.RELATED, Use.URL, Use.OWNER, Use.REVIEWED, Use.TOPIC, C],
        ),
    ],
)
def test_columns_are_known_by_their_names(titles: str, uses: list[Use]) -> None:
    found = laid_out(titles, "a,b,c,d,e,f,g,h")

    assert found.header is not None
    assert [column.use for column in found.columns[: len(uses)]] == uses
    assert [row.line for row in found.rows] == [2]


@pytest.mark.parametrize(
    "first",
    ["RAG,Looks things up,look-up", "Stuff,Blah,x", "Term,Name,Alias"],
)
def test_where_no_row_names_them_columns_stand_in_the_usual_order(first: str) -> None:
    found = laid_out(first, "KPI,What is measured,figure", "SLA,A promise,")

    assert [column.use for column in found.columns] == [T, D, A]
    assert found.header is None
    assert len(found.rows) == 3


def test_rows_above_the_names_of_the_columns_are_told_apart() -> None:
    found = laid_out("Our words,", ",", "Term,Definition", "A,b")

    assert [row.line for row in found.above] == [1, 2]
    assert [row.line for row in found.rows] == [4]


def test_stray_commas_of_some_rows_make_no_column() -> None:
    found = laid_out("A,b", "C,d, e", "F,g", "H,i", "J,k,l,m")

    assert [column.use for column in found.columns] == [T, D]


def test_empty_columns_at_the_end_are_none() -> None:
    assert len(laid_out("Term,Definition,,,", "A,b,,,").columns) == 2


def test_a_markdown_table_names_its_columns_whatever_it_calls_them() -> None:
    found = laid_out("Stuff,Blah,Other", "A,b,c", is_markdown=True)

    assert [column.use for column in found.columns] == [T, D, A]
    assert [row.line for row in found.rows] == [2]
