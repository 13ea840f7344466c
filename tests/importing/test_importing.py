"""From any table to a glossary that loads: the same terms, and not a word lost."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import GlossaryError
from bot.glossary import Term, normalise
from bot.render import plain

from ..glossary_files import unhurried
from .tables_of import imported, loaded, text_of


class Line(NamedTuple):
    """A row of a table as it is meant."""

    name: str
    definition: str
    aliases: list[str]


# What YAML or Markdown would take for something else, among plain words.
pieces = st.sampled_from(
    ["a", "Word", "no", "on", "1.5", "~", ": ", "#", " #x", "- ", "\n- ", "\n", "\n\n", "*",
     "`", "__x__", "<b>", "</b>", "&amp;", "\\", "\\n", "[a](https://b.c)", "| ", "%", "@",
     "'", '"', "ü", "👩‍💻", "用語", ". ", "    ", "\t", "!", "{", "}", "1. ", "> ", "===",
     "\u200b", "“q”"]
)  # fmt: skip
texts = st.lists(pieces, min_size=1, max_size=8).map("".join).map(str.strip).filter(bool)
wordlike = st.lists(pieces.filter(str.isalnum), min_size=1, max_size=4).map(" ".join)
odd = ["no", "on", "1.5", "~", "#x", "- a", "? b", ": c", "@d", "%e", "'f", '"g"', "*h*",
       "\\", "2026-01-02", "null", "=", "<<", "!i", "&j", "[k]", "{l}", "`m`", "n: o",
       "p #q", "C++", ".env", "é", "👩‍💻", "<T>"]  # fmt: skip
labels = wordlike | st.sampled_from(odd)
rows = st.lists(
    st.builds(Line, labels, texts, st.lists(labels, max_size=3)),
    min_size=2,
    max_size=6,
    unique_by=lambda line: normalise(line.name),
)


def as_csv(lines: list[Line], delimiter: str, header: bool) -> str:
    out = io.StringIO(newline="")
    write = csv.writer(out, delimiter=delimiter)
    if header:
        write.writerow(["Term", "Definition", "Synonyms"])
    for line in lines:
        write.writerow([line.name, line.definition, "; ".join(line.aliases)])
    return out.getvalue()


def as_markdown(lines: list[Line]) -> str:
    def cell(text: str) -> str:
        return text.replace("\n", "<br>").replace("|", "\\|")

    rows = [
        f"| {cell(plain_name(line.name))} | {cell(line.definition)} | "
        f"{cell(', '.join(map(plain_name, line.aliases)))} |"
        for line in lines
    ]
    return (
        "\n".join(["| Term | Definition | Synonyms |", "| --- | --- | --- |", *rows]) + "\n"
    )


def plain_name(name: str) -> str:
    """A name as an author of Markdown has to write it."""
    return re.sub(r"([\\`*_\[\]<&#~!@+=.-])", r"\\\1", name)


def shown(text: str) -> str:
    return " ".join(text.split())


def keys(names: list[str], own: str) -> list[str]:
    return sorted({normalise(name) for name in names} - {normalise(own)})


def same_names(terms: tuple[Term, ...], lines: list[Line]) -> None:
    assert [term.name for term in terms] == [shown(line.name) for line in lines]
    for term, line in zip(terms, lines, strict=True):
        assert sorted(map(normalise, term.aliases)) == keys(line.aliases, line.name)


@unhurried
@given(rows, st.sampled_from(",;\t"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_a_csv_comes_over_with_every_term_definition_and_alias(
    tmp_path_factory: pytest.TempPathFactory, lines: list[Line], delimiter: str, code: str
) -> None:
    folder = tmp_path_factory.mktemp("any")

    found = imported(folder, as_csv(lines, delimiter, header=True).encode(code))

    terms = loaded(folder, found).terms
    same_names(terms, lines)
    for term, line in zip(terms, lines, strict=True):
        as_it_stands = term.definition == line.definition
        assert as_it_stands or shown(plain.markdown(term.definition)) == shown(
            line.definition
        )


@unhurried
@given(rows)
def test_a_markdown_table_comes_over_with_every_term_definition_and_alias(
    tmp_path_factory: pytest.TempPathFactory, lines: list[Line]
) -> None:
    folder = tmp_path_factory.mktemp("any")

    found = imported(folder, as_markdown(lines), "t.md")

    terms = loaded(folder, found).terms
    same_names(terms, lines)
    for term, line in zip(terms, lines, strict=True):
        as_it_stands = term.definition == line.definition
        assert as_it_stands or shown(plain.markdown(term.definition)) == shown(
            line.definition
        )


@unhurried
@given(
    st.lists(st.lists(texts | st.just(""), max_size=5), min_size=1, max_size=6),
    st.sampled_from(",;\t"),
    st.lists(
        st.sampled_from(
            ["Term", "Acronym", "Definition", "Meaning", "Alias", "Link", "Owner", "Topic",
             "Status", "See also", "Notes", "Reviewed", ""]
        ),
        max_size=5,
    ),
)  # fmt: skip
def test_whatever_a_table_holds_the_file_loads_and_no_word_is_lost(
    tmp_path_factory: pytest.TempPathFactory,
    cells: list[list[str]],
    delimiter: str,
    titles: list[str],
) -> None:
    folder = tmp_path_factory.mktemp("any")
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([titles, *cells] if titles else cells)
    try:
        found = imported(folder, out.getvalue())
    except GlossaryError:
        return
    if found.entries:
        loaded(folder, found)

    written = re.sub(r"\\|\s", "", text_of(found))
    for row in cells:
        for word in re.findall(r"[^\W_]+", " ".join(row)):
            assert word in written


@unhurried
@given(st.binary(max_size=200), st.sampled_from(["t.csv", "t.md"]))
def test_any_bytes_are_a_table_or_a_fault(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, name: str
) -> None:
    assert_table_or_fault(tmp_path_factory.mktemp("any"), raw, name)


def assert_table_or_fault(folder: Path, raw: bytes, name: str) -> None:
    """What is imported loads; what is not is told, and nothing else is raised."""
    try:
        found = imported(folder, raw, name)
    except GlossaryError:
        return
    if found.entries:
        loaded(folder, found)


@unhurried
@given(
    st.lists(
        st.sampled_from(
            [",", ";", "\n", '"', "a", "Term", "Definition", "|", "---", "\t", "b c", "\0",
             "\x1b", "\u2028", "\x85", "# ", "<br>", "\r", "`", "<!--"]
        ),
        max_size=40,
    ).map("".join),
    st.sampled_from(["t.csv", "t.md"]),
)  # fmt: skip
def test_any_pieces_of_a_table_are_one_or_a_fault(
    tmp_path_factory: pytest.TempPathFactory, text: str, name: str
) -> None:
    assert_table_or_fault(tmp_path_factory.mktemp("any"), text.encode(), name)
