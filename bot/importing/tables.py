"""A file of CSV or Markdown → its tables, every row with its line.

CSV as it is found: https://www.rfc-editor.org/rfc/rfc4180, with commas, semicolons or
tabs, in UTF-8, UTF-16 or Windows-1252. Markdown tables as GitHub has them:
https://github.github.com/gfm/#tables-extension-.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import GlossaryError, Problem
from ..render import markdown
from ..yaml_tree import echo, read_bytes

MOST_BYTES = 5_000_000  # a quarter of what a glossary may have: escapes make it longer
MOST_ROWS = 20_000  # far more than people read; they take ten seconds to write
DELIMITERS = ("\t", ";", ",")

_EXCELS_OWN = re.compile(r'"?sep=(.)"?\n', re.I)  # its way to tell the delimiter
_FRONT_MATTER = re.compile(r"---\n.*?\n---(?:\n|$)", re.S)
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, and its text as it stands in the file."""

    line: int
    cells: tuple[str, ...]
    written: str


@dataclass(slots=True)
class Table:
    """Rows of one table. Whether the first ones name the columns is not known yet."""

    rows: list[Row]
    heading: str = ""
    is_markdown: bool = False
    delimiter: str = "|"


@dataclass(slots=True)
class Source:
    """What a file holds; `remarks` is what its reader should know."""

    tables: list[Table]
    remarks: list[Problem] = field(default_factory=list)


def read(path: Path) -> Source:
    """The tables of a file. Raises GlossaryError if it holds none that can be read."""
    raw = read_bytes(path, MOST_BYTES)
    remarks: list[Problem] = []
    text = _decoded(raw, str(path), remarks).replace("\r\n", "\n").replace("\r", "\n")
    if path.suffix.lower() in (".md", ".markdown"):
        tables = _markdown_tables(text, str(path), remarks)
    else:
        tables = [_csv_table(text, str(path), remarks)]
    if sum(len(table.rows) for table in tables) > MOST_ROWS:
        raise _fault(str(path), 0, f"more than {MOST_ROWS:,} rows; split the file")
    return Source(tables, remarks)


def _fault(path: str, line: int, told: str) -> GlossaryError:
    return GlossaryError([Problem(path, line, told)])


# --- bytes → text ----------------------------------------------------------------------


def _decoded(raw: bytes, path: str, remarks: list[Problem]) -> str:
    if raw.startswith(_ZIP):
        raise _fault(path, 0, "a workbook or an archive; save its sheet as CSV (UTF-8)")
    if encoding := _wide(raw):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            raise _fault(path, 0, "not text; save it as CSV (UTF-8)") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as error:
        told = "neither UTF-8 nor Windows-1252; save the file as UTF-8"
        raise _fault(path, line, told) from error
    sample = re.search(r"\w*[^\x00-\x7f]\w*", text)
    shown = echo(sample[0]) if sample else ""
    told = f"not UTF-8, read as Windows-1252; “{shown}” tells whether that is right"
    remarks.append(Problem(path, line, told))
    return text


def _wide(raw: bytes) -> str:
    """The form of UTF-16 that bytes are in, or nothing."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = raw[::2].count(0), raw[1::2].count(0)
    if max(even, odd) <= len(raw) // 4:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


# --- CSV -------------------------------------------------------------------------------


def _csv_table(text: str, path: str, remarks: list[Problem]) -> Table:
    told = _EXCELS_OWN.match(text)
    if told:
        text = "\n" + text[told.end() :]  # the lines keep their numbers
    tried = [told[1]] if told else DELIMITERS
    lines = text.split("\n")
    tables = [Table(_records(text, lines, one), delimiter=one) for one in tried]
    table = max(tables, key=_likeliness)
    if all(len(row.cells) < 2 for row in table.rows):
        told_of = "no table; put a comma, semicolon or tab between term and definition"
        raise _fault(path, 0, told_of)
    for row in table.rows:
        _check_quotes(row, table.delimiter, path, remarks)
    return table


def _records(text: str, lines: list[str], delimiter: str) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter)
    rows = []
    start = 1
    try:
        for cells in reader:
            written = "\n".join(lines[start - 1 : reader.line_num])
            if any(cell.strip() for cell in cells):
                rows.append(Row(start, tuple(cells), written))
            start = reader.line_num + 1
    except csv.Error:  # one text of more than 128 KB, most likely a quote left open
        rest = "\n".join(lines[start - 1 :])
        rows.append(Row(start, (rest, ""), rest))  # `_check_quotes` tells of it
    return rows


def _likeliness(table: Table) -> tuple[float, float]:
    """How much of it is as wide as most of it; then, how short its first cells are."""
    widths = Counter(len(row.cells) for row in table.rows if len(row.cells) > 1)
    if not widths:
        return (0, 0)
    alike = widths.most_common(1)[0][1] / len(table.rows)
    first = sum(len(row.cells[0]) for row in table.rows) / len(table.rows)
    return (alike, -first)


def _check_quotes(row: Row, delimiter: str, path: str, remarks: list[Problem]) -> None:
    """A quote left open swallows the rows below it, which must not go unseen."""
    try:
        for _ in csv.reader(
            io.StringIO(row.written, newline="\n"), delimiter=delimiter, strict=True
        ):
            pass
    except csv.Error as error:
        last = row.line + row.written.count("\n")
        endless = len(row.written) > csv.field_size_limit()
        if endless or last > row.line:
            what = "a text without end" if endless else "quotes that do not pair"
            told = f"{what}, from here to line {last}; double the quotes within a text"
            raise _fault(path, row.line, told) from error
        told = "quotes that do not pair; look whether all of this row is there"
        remarks.append(Problem(path, row.line, told))


# --- Markdown --------------------------------------------------------------------------


def _markdown_tables(text: str, path: str, remarks: list[Problem]) -> list[Table]:
    front = _FRONT_MATTER.match(text)
    if front:
        text = "\n" * front[0].count("\n") + text[front.end() :]
    lines = text.split("\n")
    tables = []
    spoken_for: set[int] = set()
    heading = ""
    for block in markdown.outline(text):
        spoken_for.update(range(block.start, block.end))
        if block.heading is not None:
            heading = block.heading
        else:
            numbers = [block.start, *range(block.start + 2, block.end)]  # not the dashes
            rows = [Row(at + 1, _cells(lines[at]), lines[at].strip()) for at in numbers]
            tables.append(Table(rows, heading, is_markdown=True))
    if not tables:
        told = "no table; it needs a header and a line such as | --- | --- | below it"
        raise _fault(path, 0, told)
    for at in _others(lines, spoken_for):
        told = f"“{echo(lines[at].strip())}” stands in no table; not taken over"
        remarks.append(Problem(path, at + 1, told))
    return tables


def _cells(line: str) -> tuple[str, ...]:
    """The cells of a row, all of them: GitHub drops those beyond the header's."""
    inner = re.sub(r"^\||(?<!\\)\|$", "", line.strip())
    return tuple(cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner))


def _others(lines: list[str], spoken_for: set[int]) -> Iterator[int]:
    """Where each stretch of other text begins."""
    before = False
    for at, line in enumerate(lines):
        other = at not in spoken_for and bool(line.strip())
        if other and not before:
            yield at
        before = other
