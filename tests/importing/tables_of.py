"""Tables for the tests: written to a file, imported, loaded."""

from __future__ import annotations

from pathlib import Path

from bot.glossary import Glossary
from bot.glossary_file import check
from bot.importing import entries, tables, writer
from bot.importing.drafts import Drafts


def imported(folder: Path, content: str | bytes, name: str = "t.csv") -> Drafts:
    """What is read of a file of that content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return entries.entries(tables.read(path), name)


def text_of(found: Drafts) -> str:
    """The glossary file that is made of it."""
    return writer.write(found.entries, found.left_out, "Imported.")


def loaded(folder: Path, found: Drafts) -> Glossary:
    """The glossary in that file, which must have no fault."""
    path = folder / "glossary.yaml"
    path.write_text(text_of(found), encoding="utf-8")
    report = check(path)
    assert report.faults == (), text_of(found)
    assert report.glossary is not None
    return report.glossary


def remarks(found: Drafts) -> list[tuple[int, str]]:
    """Lines and what is said of them, but for what the columns are."""
    return [
        (remark.line, remark.message)
        for remark in found.remarks
        if not remark.message.startswith(("columns: ", "no row names the columns"))
    ]
