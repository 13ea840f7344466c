"""Names are told apart, and what refers to another entry finds it."""

from __future__ import annotations

from pathlib import Path

from .tables_of import imported, loaded, remarks, text_of

TABLE = "Term,Definition,Aliases\n"


def test_a_related_name_of_several_terms_is_left_to_the_author(tmp_path: Path) -> None:
    text = "Term,Definition,Aliases,See also\nA,d,x,\nB,e,x,\nC,f,,x\n"

    [(line, message)] = remarks(imported(tmp_path, text))

    assert (line, message) == (4, "related “x” names 2 terms; kept as a comment")


def test_the_same_entry_twice_is_merged(tmp_path: Path) -> None:
    text = "Term,Definition,Aliases,Topic,Owner\nB-C,d,x,T,\nb c,d,y,U,Ana\n"

    found = imported(tmp_path, text)

    [term] = loaded(tmp_path, found).terms
    assert (term.aliases, term.topic, term.owner) == (("x", "y"), "T", "Ana")
    assert "# topic: U" in text_of(found)
    assert remarks(found) == [(3, "“b c” is on line 2 with the same definition; merged")]


def test_another_meaning_of_a_name_is_kept_under_a_name_of_its_own(tmp_path: Path) -> None:
    text = "Term,Definition,Topic\nA,d,T\nA (2),x,\na,e,T\nA,f,Art\nA,e,T\n"

    found = imported(tmp_path, text)

    glossary = loaded(tmp_path, found)
    assert [term.name for term in glossary.terms] == ["A", "A (2)", "a (3)", "A (Art)"]
    assert len(glossary.named("A")) == 3
    assert [line for line, _ in remarks(found)] == [4, 5, 6]


def test_a_name_as_long_as_it_may_be_is_shortened_for_its_number(tmp_path: Path) -> None:
    found = imported(tmp_path, TABLE + f"{'x' * 75},d\n{'x' * 75},e\n")

    _, second = loaded(tmp_path, found).terms
    assert second.names == ("x" * 71 + " (2)", "x" * 75)


def test_headings_over_several_tables_are_topics(tmp_path: Path) -> None:
    table = "\n| Term | Definition |\n| --- | --- |\n| {} | d |\n\n"
    both = "# One" + table.format("A") + "# Two" + table.format("B")

    assert [
        term.topic for term in loaded(tmp_path, imported(tmp_path, both, "t.md")).terms
    ] == [
        "One",
        "Two",
    ]
    alone = imported(tmp_path, "# Our words" + table.format("A"), "t.md")
    assert loaded(tmp_path, alone).terms[0].topic == ""


def test_what_the_columns_are_taken_for_is_told(tmp_path: Path) -> None:
    named = imported(tmp_path, "Word,Meaning,Since\nA,b,1\n").remarks[0]
    bare = imported(tmp_path, "A,b\nC,d\n").remarks[0]

    assert named.message == "columns: Word → term, Meaning → definition, Since → a comment"
    assert bare.message.endswith("taken for term, definition")


def test_a_heading_too_long_for_a_topic_is_told(tmp_path: Path) -> None:
    table = "\n| Term | Definition |\n| --- | --- |\n| {} | d |\n\n"
    text = f"# {'x' * 76}\x01" + table.format("A") + "# Two" + table.format("B")

    found = imported(tmp_path, text, "t.md")

    assert loaded(tmp_path, found).terms[0].topic == "x" * 75
    assert "is too long for a topic" in remarks(found)[0][1]
