"""What becomes of each row, and what its author is told."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.glossary import Section

from .tables_of import imported, loaded, remarks, text_of

TABLE = "Term,Definition,Aliases\n"


@pytest.mark.parametrize(
    ("row", "telling"),
    [
        ("A,,b", "“A” has no definition; left out, and kept as a comment at the end"),
        (",d,b", "no term; left out"),
        (f"{'x' * 76},d", "a term of 76 characters, where 75 fit; left out"),
        ("\u200b,d", "no term; left out"),
    ],
)
def test_a_row_that_can_be_no_entry_is_told_and_kept_as_a_comment(
    tmp_path: Path, row: str, telling: str
) -> None:
    found = imported(tmp_path, TABLE + "Z,z\n" + row + "\n")

    [(line, message)] = remarks(found)
    assert (line, message.startswith(telling)) == (3, True)
    assert text_of(found).splitlines()[-1].endswith(row)
    assert len(loaded(tmp_path, found).terms) == 1


def test_empty_rows_are_nothing_to_tell(tmp_path: Path) -> None:
    found = imported(tmp_path, TABLE + "A,d,\n,,\n\n  ,\nB,d\n")

    assert [entry.name for entry in found.entries] == ["A", "B"]
    assert remarks(found) == []


def test_everything_an_entry_can_hold_is_taken_from_its_column(tmp_path: Path) -> None:
    text = (
        "Acronym,Stands for,Definition,Synonyms,Example,Topic,Link,Owner,Reviewed,See\n"
        "KR,key result,d,k1; k2,Ten users,Goals,https://a.b,Ana,2026-01-31,obj\n"
        "Objective,,d,obj,,,,,,KR\n"
    )

    key_result, objective = loaded(tmp_path, imported(tmp_path, text)).terms

    assert key_result.names == ("KR", "k1", "k2", "key result")
    assert (key_result.expansion, key_result.topic) == ("key result", "Goals")
    assert (key_result.url, key_result.owner) == ("https://a.b", "Ana")
    assert key_result.reviewed == date(2026, 1, 31)
    assert key_result.sections == (Section("Example", "Ten users"),)
    assert (key_result.related, objective.related) == (("Objective",), ("KR",))


@pytest.mark.parametrize(
    ("column", "cell", "telling"),
    [
        ("Status", "open\nand shut", ""),
        ("Link", "see the wiki", "“see the wiki” (Link) is no web address"),
        ("Link", "https://a.b; https://c.d", "(Link) is no web address"),
        ("Reviewed", "31.1.2026", "“31.1.2026” (Reviewed) is no date like 2026-01-31"),
        ("Reviewed", "2026-02-30", "is no date"),
        ("Owner", "x" * 76, "(Owner) is longer than 75"),
        ("Aliases", "x" * 76, "(alias) is longer than 75"),
        ("Stands for", "x" * 151, "(Stands for) is longer than 150"),
        ("See also", "Bee", "related “Bee” is no term of this table"),
    ],
)
def test_what_fits_no_field_is_a_comment_beside_the_entry(
    tmp_path: Path, column: str, cell: str, telling: str
) -> None:
    found = imported(tmp_path, f'Term,Definition,{column}\nA,d,"{cell}"\n')

    told = [message for _, message in remarks(found)]
    assert telling in (told[0] if told else "")
    comments = re.findall(r"^    # (.+)$", text_of(found), re.M)
    assert "\n".join(comments).endswith(cell)
    [term] = loaded(tmp_path, found).terms
    assert (term.aliases, term.url, term.owner, term.reviewed) == ((), "", "", None)


def test_an_acronym_without_a_definition_gets_what_it_stands_for(tmp_path: Path) -> None:
    found = imported(tmp_path, "Acronym,Stands for,Definition\nKR,key result,\n")

    [term] = loaded(tmp_path, found).terms
    assert (term.definition, term.expansion, term.aliases) == (
        "key result",
        "",
        ("key result",),
    )
    assert remarks(found)[0][1].startswith("“KR” has no definition; it gets what")


def test_a_long_definition_goes_on_under_read_more(tmp_path: Path) -> None:
    words = " ".join(f"word{i}" for i in range(600))

    found = imported(tmp_path, TABLE + f"A,{words}\n")

    [term] = loaded(tmp_path, found).terms
    assert [section.title for section in term.sections] == ["More", "More (2)"]
    parts = [term.definition, *(section.text for section in term.sections)]
    assert " ".join(parts) == words
    assert "a definition of 4,689 characters" in remarks(found)[0][1]


def test_a_stray_comma_is_taken_for_one_of_the_definition(tmp_path: Path) -> None:
    found = imported(tmp_path, TABLE + "A,one, two,x\nB,d,y\n")

    first, _ = loaded(tmp_path, found).terms
    assert (first.definition, first.aliases) == ("one, two", ("x",))
    assert remarks(found) == [
        (2, "more cells than columns; the definition is taken to hold a “,”")
    ]


def test_a_surplus_cell_of_a_markdown_table_is_a_comment(tmp_path: Path) -> None:
    text = "| Term | Definition |\n| --- | --- |\n| A | d | e |\n"

    found = imported(tmp_path, text, "t.md")

    assert loaded(tmp_path, found).terms[0].definition == "d"
    assert "# column 3: e" in text_of(found)
    assert remarks(found) == [(3, "more cells than columns; they are kept as comments")]


def test_html_and_control_characters_are_told(tmp_path: Path) -> None:
    found = imported(tmp_path, TABLE + "A,a <b>b</b>\nB,c\x01d\n")

    assert remarks(found) == [
        (2, "HTML is not shown (<b>); kept letter for letter"),
        (3, "control characters; left out"),
    ]
    assert loaded(tmp_path, found).terms[1].definition == "cd"


def test_an_acronym_in_brackets_is_found_by_either_name(tmp_path: Path) -> None:
    found = imported(
        tmp_path, TABLE + "Key result (KR),d\nOKR (objective and key result),d\n"
    )

    first, second = loaded(tmp_path, found).terms
    assert first.names == ("Key result", "KR")
    assert second.names == ("OKR", "objective and key result")
    assert second.expansion == "objective and key result"


def test_a_term_that_is_a_link_leads_there(tmp_path: Path) -> None:
    text = (
        "| Term | Definition | Link |\n| --- | --- | --- |\n"
        "| [A](https://a.b/a) | d | |\n| [B](#b) | d | [more](https://a.b/b) |\n"
        "| [C](https://a.b/c) | d | https://c.d |\n"
    )

    found = imported(tmp_path, text, "t.md")

    glossary = loaded(tmp_path, found)
    assert [term.url for term in glossary.terms] == [
        "https://a.b/a",
        "https://a.b/b",
        "https://a.b/c",
    ]
    assert [message.partition(";")[0] for _, message in remarks(found)] == [
        "“#b” (link) is no web address",
        "“https://c.d” (Link) is a second address",
    ]


def test_rows_above_the_names_of_the_columns_are_left_out(tmp_path: Path) -> None:
    found = imported(tmp_path, "Words of our team,\n" + TABLE + "A,d\n")

    assert remarks(found)[0] == (
        1,
        "above the names of the columns; left out, and kept as a comment at the end",
    )
    assert "Words of our team" in text_of(found)
