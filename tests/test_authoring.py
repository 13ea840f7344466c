"""What authors are told at the terminal, and by which exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import authoring
from bot.errors import ConfigError, GlossaryError
from bot.render import problems

from .glossary_files import entry

Out = pytest.CaptureFixture[str]


def file(folder: Path, text: str, name: str = "glossary.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_faults_come_before_warnings_and_no_summary_follows(
    tmp_path: Path, capsys: Out
) -> None:
    path = file(tmp_path, entry("    aliases: [a]\n    topic:\n"))

    assert authoring.check(path, None, problems.plain) == 1
    assert [line.split(": ")[1] for line in capsys.readouterr().out.splitlines()] == [
        "`topic` is empty; write a text, or remove it",
        "warning",
    ]


def test_a_name_that_lives_on_as_an_alias_or_in_another_spelling_is_not_gone(
    tmp_path: Path, capsys: Out
) -> None:
    old = file(tmp_path, entry("    aliases: [Bee-keeper]\n"), "old.yaml")
    new = file(tmp_path, entry("    aliases: [a, bee keeper]\n", name="C"))

    assert authoring.check(new, old, problems.plain) == 0
    assert "gone" not in capsys.readouterr().out


def test_every_name_of_a_term_that_was_dropped_is_gone(tmp_path: Path, capsys: Out) -> None:
    old = file(
        tmp_path, entry("    aliases: [b]\n") + "  - {term: C, definition: d}\n", "o"
    )
    new = file(tmp_path, entry(name="C"))

    assert authoring.check(new, old, problems.plain) == 0
    told = capsys.readouterr().out
    assert (told.count("is gone"), "“A”" in told, "“b”" in told) == (2, True, True)


def test_a_faulty_old_file_is_told_after_the_new_one_is(
    tmp_path: Path, capsys: Out
) -> None:
    old = file(tmp_path, "terms: 1\n", "old.yaml")
    new = file(tmp_path, entry("    aliases: [a]\n"))

    with pytest.raises(GlossaryError, match=r"old\.yaml:1: `terms` is no list"):
        authoring.check(new, old, problems.plain)
    assert "warning: “a” is the same name" in capsys.readouterr().out


def test_faults_of_the_new_file_are_told_whatever_the_old_one_is(tmp_path: Path) -> None:
    new = file(tmp_path, "terms: 1\n")

    assert authoring.check(new, tmp_path / "none.yaml", problems.plain) == 1


def test_of_a_faulty_glossary_there_is_no_map(tmp_path: Path, capsys: Out) -> None:
    assert authoring.graph(file(tmp_path, "terms: 1\n")) == 1

    told = capsys.readouterr()
    assert told.out == ""
    assert "glossary.yaml:1: `terms` is no list" in told.err


def test_a_map_too_large_to_draw_is_printed_and_told(tmp_path: Path, capsys: Out) -> None:
    names = [f"A rather long name of a term, number {i}" for i in range(900)]
    entries = [
        f"  - {{term: '{name}', definition: d, related: ['{names[i - 1]}']}}\n"
        for i, name in enumerate(names)
    ]

    assert authoring.graph(file(tmp_path, "terms:\n" + "".join(entries))) == 0

    told = capsys.readouterr()
    assert told.out.startswith("flowchart LR\n")
    assert "400 arrows are left out; viewers draw 500" in told.err
    assert "over 50,000 characters" in told.err


def table(folder: Path, text: str) -> Path:
    return file(folder, text, "words.csv")


def test_an_import_says_how_many_terms_it_wrote_and_how_to_try_them(
    tmp_path: Path, capsys: Out
) -> None:
    to = tmp_path / "team.yaml"

    assert authoring.import_table(table(tmp_path, "Term,Meaning\nA,b\nC,\n"), to) == 0

    told = capsys.readouterr()
    assert told.out.splitlines() == [
        f"{to}: 1 terms; rows left out: 1",
        f"Try it: python -m bot playground --open, with GLOSSARY={to} set",
    ]
    assert "words.csv:3: “C” has no definition; left out" in told.err


@pytest.mark.parametrize("text", ["no table", "Term,Meaning\nA,\n"])
def test_of_what_holds_no_entry_nothing_is_written(
    tmp_path: Path, capsys: Out, text: str
) -> None:
    to = tmp_path / "team.yaml"

    assert authoring.import_table(table(tmp_path, text), to) == 1
    assert not to.exists()
    assert "words.csv: no " in capsys.readouterr().err


def test_a_glossary_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    to = file(tmp_path, "mine")

    with pytest.raises(ConfigError, match="is there already; name another with --to"):
        authoring.import_table(table(tmp_path, "Term,Meaning\nA,b\n"), to)
    assert to.read_text() == "mine"


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be written: No such file or directory"):
        authoring.import_table(
            table(tmp_path, "Term,Meaning\nA,b\n"), tmp_path / "no" / "x"
        )
