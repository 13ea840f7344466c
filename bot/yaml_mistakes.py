"""What the YAML parser complains of → what its author most likely did, and the way out."""

from __future__ import annotations

import re
from typing import NamedTuple

Place = tuple[int, int]  # line and column, counted from 0

_AROUND = 200  # characters of a line that are looked at on either side
_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.M)
_KEY_LINE = r"^[ -]*\w[\w ]*¦: "


class Mistake(NamedTuple):
    """A row of MISTAKES: the first whose two patterns are found is the one made.

    complaint: in the parser's own words, libyaml's or PyYAML's
    written:   in the line that is told, with ¦ where the parser stopped
    at_start:  whether to tell where the thing begins, not where the parser stopped
    """

    complaint: str
    written: str
    at_start: bool
    told: str
    example: str


MISTAKES = (
    Mistake(
        r"cannot start any token|tab character",
        r"¦[ ]*\t|\t[ ]*¦",
        False,
        "a tab where only spaces may indent; replace it by spaces",
        "a:\n\tb: c\n",
    ),
    Mistake(
        r"cannot start any token",
        r"",
        False,
        "a text cannot begin with this character; put it in quotes",
        "a: @b\n",
    ),
    Mistake(
        r"scanning a quoted scalar.*(?:end of stream|document indicator)",
        r"",
        True,
        "a quote that is opened here is never closed; close it",
        'a: "b\nc: d\n',
    ),
    Mistake(
        r"quoted scalar",
        r"",
        False,
        "a backslash in double quotes; double it, or use single quotes",
        'a: "b\\d"\n',
    ),
    Mistake(
        r"expected key|block end",
        r"[\"'\]}]\s*¦",
        False,
        "a text goes on behind its closing quote or bracket; put quotes around all of it",
        'a: "b" is c\n',
    ),
    Mistake(
        r"expected key|block end|'-' indicator",
        r"",
        False,
        "the indentation fits nothing above; line it up with its neighbours",
        "a:\n  - b: c\n   d: e\n",
    ),
    Mistake(
        r"could not find expected ':'",
        r"",
        True,
        "this line is no `key: value`; write colon and space, or indent it as a text",
        "a: b\nc d\n",
    ),
    Mistake(
        r"mapping values are not allowed",
        _KEY_LINE,
        False,
        "YAML reads this line as part of the text above; check its indentation, and the "
        "space after the colon and the dash above",
        "- a:b\n  c: d\n",
    ),
    Mistake(
        r"mapping values are not allowed",
        r"",
        False,
        "a colon and a space within a text; put the text in quotes",
        "a: b: c\n",
    ),
    Mistake(
        r"scanning an (?:alias|anchor)|(?:parsing|scanning) a tag",
        r"",
        False,
        "a text cannot begin with *, & or !; put it in quotes",
        "a: **b** c\n",
    ),
    Mistake(
        r"scanning a block scalar",
        r"",
        False,
        "a text behind > or |; begin it on the next line, or put it in quotes",
        "a: > b\n",
    ),
    Mistake(
        r"parsing a flow (?:sequence|mapping|node)",
        r"",
        True,
        "a [ or { that is opened here is not closed, or a comma is missing",
        "a: [b\nc: d\n",
    ),
    Mistake(
        r"entries are not allowed|mapping keys are not allowed",
        r"",
        False,
        "a text cannot begin with a dash or ? and a space; put it in quotes, or begin "
        "the list on the next line",
        "a: - b\n",
    ),
    Mistake(
        r"nesting depth",
        r"",
        False,
        "nested too deeply; a glossary needs 5 levels",
        "[" * 5_000,
    ),
    Mistake(
        r"document start",
        r"",
        False,
        "nothing may follow the end of the document; remove it",
        "a: b\n...\nc\n",
    ),
)


def in_plain_words(
    complaint: str, text: str, stopped: Place, began: Place | None = None
) -> tuple[int, str]:
    """The line to look at, counted from 1, and what to do there.

    stopped: where the parser gave up; began: where the thing began that it was reading
    """
    conflict = _CONFLICT.search(text)
    if conflict:
        line = text.count("\n", 0, conflict.start())
        return line + 1, "a merge conflict was left here; resolve it"
    written = _around(text, stopped)
    for mistake in MISTAKES:
        if re.search(mistake.complaint, complaint) and re.search(mistake.written, written):
            line, _ = began if began and mistake.at_start else stopped
            return line + 1, mistake.told
    return stopped[0] + 1, f"not YAML ({complaint}); correct it, or put the text in quotes"


def _around(text: str, place: Place) -> str:
    number, column = place
    line = "".join(text.split("\n", number + 1)[number : number + 1])
    before = line[max(0, column - _AROUND) : column]
    return f"{before}¦{line[column : column + _AROUND]}"
