"""CSV and Markdown tables as they are found, each row with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import GlossaryError
from bot.importing.tables import Source, read


def source(folder: Path, content: str | bytes, name: str = "t.csv") -> Source:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path)


def rows(folder: Path, content: str | bytes) -> list[tuple[int, tuple[str, ...]]]:
    [table] = source(folder, content).tables
    return [(row.line, row.cells) for row in table.rows]


def fault(folder: Path, content: str | bytes, name: str = "t.csv") -> tuple[int, str]:
    with pytest.raises(GlossaryError) as error:
        source(folder, content, name)
    [problem] = error.value.problems
    return problem.line, problem.message


@pytest.mark.parametrize(
    "text",
    [
        "A,x; y\nB,z; w\n",
        "A;x, y\nB;z, w, v\n",
        "A\tx, y; z\nB\tw, v; u\n",
        'A,"x;y",\nB,z,\nC,"w;v;u",\n',
        "sep=;\nA;b,c\nB;d,e\n",
        '"sep=,"\nA,b;c\nB,d;e\n',
    ],
)
def test_the_delimiter_is_the_one_that_makes_rows_alike(tmp_path: Path, text: str) -> None:
    found = rows(tmp_path, text)

    assert [cells[0] for _, cells in found][:2] == ["A", "B"]
    assert all(cells[1] for _, cells in found)


def test_a_text_may_take_several_lines_and_rows_keep_theirs(tmp_path: Path) -> None:
    text = 'A,"x\n\ny"\r\n,,\r\nB,"say ""z"""\r\rC,w\n'

    assert rows(tmp_path, text) == [
        (1, ("A", "x\n\ny")),
        (5, ("B", 'say "z"')),
        (7, ("C", "w")),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        "é,ü – “q”\n".encode(),
        "\ufeffé,ü – “q”\n".encode(),
        "é,ü – “q”\n".encode("utf-16"),
        "é,ü – “q”\n".encode("utf-16-le"),
        "é,ü – “q”\n".encode("utf-16-be"),
        "é,ü – “q”\n".encode("cp1252"),
    ],
)
def test_a_text_is_read_in_whichever_encoding_programs_write(
    tmp_path: Path, raw: bytes
) -> None:
    assert rows(tmp_path, raw) == [(1, ("é", "ü – “q”"))]


def test_an_encoding_that_was_guessed_is_told_with_a_word_to_judge_by(
    tmp_path: Path,
) -> None:
    [remark] = source(tmp_path, "A,b\nB,ein Maß\n".encode("cp1252")).remarks

    assert remark.line == 2
    assert "read as Windows-1252; “Maß” tells" in remark.message


@pytest.mark.parametrize(
    ("content", "line", "telling"),
    [
        ("", 0, "no table; put a comma, semicolon or tab"),
        ("just\nwords\n", 0, "no table"),
        (b"PK\x03\x04...", 0, "save its sheet as CSV"),
        (b"\xff\xfea\0,\0b", 0, "not text"),
        (b"a,b\nc,\x81\n", 2, "neither UTF-8 nor Windows-1252"),
        ('A,x\nB,"never closed\nC,y\n', 2, "quotes that do not pair, from here to line 3"),
        ('A,x\nB,"never closed\nC,"y, z"\nD,w\n', 2, "from here to line 3"),
        ('A,b\nC,"' + "x\n" * 70_000, 2, "a text without end, from here to line 70002"),
    ],
)
def test_what_is_no_table_is_told_with_the_way_out(
    tmp_path: Path, content: str | bytes, line: int, telling: str
) -> None:
    at, message = fault(tmp_path, content)

    assert telling in message
    assert at == line


def test_a_quote_that_another_delimiter_would_leave_open_harms_nothing(
    tmp_path: Path,
) -> None:
    text = 'A;b\nC;d,"e\n' + "F;g\n" * 19_000 + "H;" + "i" * 100_000 + "\n"

    assert rows(tmp_path, text)[:2] == [(1, ("A", "b")), (2, ("C", 'd,"e'))]


def test_a_file_that_is_missing_or_too_large_is_told(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match="cannot be read: No such file"):
        read(tmp_path / "none.csv")
    assert fault(tmp_path, "a,b\n" * 1_300_000)[1].startswith("larger than 5 MB")
    assert fault(tmp_path, "a,b\n" * 20_001)[1].startswith("more than 20,000 rows")


def test_quotes_within_one_row_that_do_not_pair_are_told(tmp_path: Path) -> None:
    found = source(tmp_path, 'A,"x" is y\nB,5" wide\n')

    assert [row.cells for row in found.tables[0].rows] == [
        ("A", "x is y"),
        ("B", '5" wide'),
    ]
    assert [remark.line for remark in found.remarks] == [1]


DOCUMENT = """\
---
title: Words
---
# Our words

Some words
before.

## Money

| Term | Meaning |
|:-----|--------:|
| A \\| B | `x | y
C | *d* | more |

~~~
| not | one |
| --- | --- |
~~~

### People

Term | Meaning
--- | ---
E | f
"""


def test_a_document_gives_its_tables_with_their_headings(tmp_path: Path) -> None:
    found = source(tmp_path, DOCUMENT, "t.md")

    assert [table.heading for table in found.tables] == ["Money", "People"]
    assert [(row.line, row.cells) for table in found.tables for row in table.rows] == [
        (11, ("Term", "Meaning")),
        (13, ("A | B", "`x", "y")),
        (14, ("C", "*d*", "more")),
        (23, ("Term", "Meaning")),
        (25, ("E", "f")),
    ]


def test_what_else_a_document_holds_is_told_where_it_begins(tmp_path: Path) -> None:
    found = source(tmp_path, DOCUMENT, "t.md")

    assert [(remark.line, remark.message.split("”")[0]) for remark in found.remarks] == [
        (6, "“Some words"),
        (16, "“~~~"),
    ]


def test_a_document_without_a_table_is_told_what_makes_one(tmp_path: Path) -> None:
    assert "| --- | --- |" in fault(tmp_path, "| a | b |\n| c | d |\n", "t.md")[1]
