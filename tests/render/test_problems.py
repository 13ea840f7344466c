"""A fault says the same plainly, in colour and to GitHub."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Problem
from bot.render.problems import Level, coloured, github, plain

FAULT = Problem("glossary.yaml", 12, "`topic` is empty; write a text, or remove it")
WHOLE = Problem("new.yaml", 0, "“Sprint” is gone")


def test_plainly_it_is_place_and_message() -> None:
    assert plain(FAULT, Level.FAULT) == f"glossary.yaml:12: {FAULT.message}"
    assert plain(WHOLE, Level.WARNING) == "new.yaml: warning: “Sprint” is gone"


def test_in_colour_it_says_the_same_and_tells_faults_from_warnings() -> None:
    for problem, level in ((FAULT, Level.FAULT), (WHOLE, Level.WARNING)):
        bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured(problem, level))
        assert bare == plain(problem, level)
    assert coloured(FAULT, Level.FAULT)[:7] != coloured(FAULT, Level.WARNING)[:7]


def test_github_is_told_the_level_and_the_place() -> None:
    assert github(FAULT, Level.FAULT) == (
        f"::error file=glossary.yaml,line=12::glossary.yaml:12: {FAULT.message}"
    )
    assert github(WHOLE, Level.WARNING) == (
        "::warning file=new.yaml::new.yaml: “Sprint” is gone"
    )


def test_githubs_own_marks_are_escaped() -> None:
    odd = Problem("a,b:c%.yaml", 1, "100%\r\n: x, y")

    assert github(odd, Level.FAULT) == (
        "::error file=a%2Cb%3Ac%25.yaml,line=1::a,b:c%25.yaml:1: 100%25%0D%0A: x, y"
    )


@given(st.text(max_size=20), st.text(max_size=40))
def test_a_github_line_is_one_line_and_reads_back_whole(path: str, message: str) -> None:
    line = github(Problem(path, 3, message), Level.FAULT)

    found = re.fullmatch(r"::error file=([^:,\r\n]*),line=3::([^\r\n]*)", line)

    assert found is not None
    back = found[2].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
    assert back == f"{path}:3: {message}"
