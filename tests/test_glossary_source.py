"""The running bot follows its glossary file and keeps the last good copy."""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path

import pytest

from bot.errors import ConfigError, GlossaryError
from bot.glossary_source import GlossaryFile, find, shipped

GOOD = "terms:\n  - {term: A, definition: d}\n"
BETTER = GOOD + "  - {term: B, definition: d}\n"
BAD = "terms:\n  - {term: A}\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "glossary.yaml").write_text(GOOD)
    return tmp_path / "glossary.yaml"


def count(source: GlossaryFile) -> int:
    return len(source().terms)


def test_an_edit_in_place_is_taken_up(path: Path) -> None:
    source = GlossaryFile(path)
    assert not source.refresh()

    path.write_text(BETTER)

    assert source.refresh()
    assert count(source) == 2


def test_a_file_put_in_its_place_is_taken_up(path: Path) -> None:
    source = GlossaryFile(path)
    other = path.with_suffix(".new")
    other.write_text(BETTER)
    os.utime(other, ns=(0, path.stat().st_mtime_ns))
    other.replace(path)

    assert source.refresh()


def test_a_fault_keeps_the_last_good_copy_and_is_told(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    source = GlossaryFile(path)
    path.write_text(BAD)

    with caplog.at_level(logging.WARNING):
        assert not source.refresh()

    assert count(source) == 1
    assert [problem.line for problem in source.problems] == [2]
    assert f"{path}:2" in caplog.text


def test_a_mended_file_is_taken_up_and_no_fault_is_left(path: Path) -> None:
    source = GlossaryFile(path)
    path.write_text(BAD)
    source.refresh()
    path.write_text(BETTER)

    assert source.refresh()
    assert source.problems == ()


def test_a_file_deleted_and_put_back_is_survived(path: Path) -> None:
    source = GlossaryFile(path)
    path.unlink()
    assert not source.refresh()
    assert "cannot be read" in source.problems[0].message
    assert count(source) == 1

    path.write_text(BETTER)

    assert source.refresh()


def test_a_faulty_file_is_refused_at_the_start(path: Path) -> None:
    path.write_text(BAD)

    with pytest.raises(GlossaryError):
        GlossaryFile(path)


async def test_watching_takes_up_a_change_by_itself(path: Path) -> None:
    source = GlossaryFile(path)
    watching = asyncio.create_task(source.watch(seconds=0.001))
    path.write_text(BETTER)

    async with asyncio.timeout(10):
        while count(source) == 1:
            await asyncio.sleep(0)

    watching.cancel()


def test_the_named_file_wins_then_the_one_here_then_the_shipped_one(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert find(str(path)) == path
    monkeypatch.chdir(path.parent)
    assert find(None).resolve() == path
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    assert find(None) == find("") == shipped()
    assert shipped().exists()


def test_a_named_file_that_is_missing_is_an_error() -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.yaml, which does not exist"):
        find("nowhere.yaml")
