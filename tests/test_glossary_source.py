"""The running bot follows its glossary file and keeps the last good copy."""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path

import pytest

from bot.errors import ConfigError, GlossaryError
from bot.glossary import Glossary
from bot.glossary_file import load
from bot.glossary_source import GlossaryFile, find, shipped

GOOD = "terms:\n  - {term: A, definition: d}\n"
BETTER = GOOD + "  - {term: B, definition: d}\n"
HALF = "terms:\n  - {term: A, definition: half of it}\n"
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


def test_a_file_written_to_while_it_is_read_is_left_for_the_next_look(path: Path) -> None:
    def load_slowly(path: Path) -> Glossary:
        half = load(path)
        if path.read_text() == HALF:
            path.write_text(BETTER)
        return half

    source = GlossaryFile(path, load_slowly)
    path.write_text(HALF)

    assert not source.refresh()
    assert source().terms[0].definition == "d"
    assert source.refresh()
    assert count(source) == 2


def test_a_broken_file_put_back_as_it_was_is_good_again(path: Path) -> None:
    source = GlossaryFile(path)
    kept = path.with_suffix(".kept")
    path.rename(kept)
    source.refresh()
    kept.rename(path)

    assert source.refresh()
    assert source.problems == ()


def test_each_change_is_told_once(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    source = GlossaryFile(path)

    with caplog.at_level(logging.INFO):
        for text in (BETTER, BAD):
            path.write_text(text)
            source.refresh()
            source.refresh()

    good, bad = caplog.messages
    assert good == f"glossary: 2 terms from {path}"
    assert bad.endswith(f"kept:\n{path}:2: an entry without `definition`; add it")


def test_of_very_many_faults_the_log_holds_the_first(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    source = GlossaryFile(path)
    path.write_text("terms:\n" + "  - term: A\n" * 50)

    source.refresh()

    assert len(source.problems) == 99
    assert len(caplog.messages[0].splitlines()) == 22
    assert caplog.messages[0].endswith("\nand 79 more")

    path.write_text("terms:\n" + "  - {term: A, definition: d}\n" * 21)
    source.refresh()

    assert len(caplog.messages[1].splitlines()) == 21


async def test_watching_takes_up_a_change_by_itself(path: Path) -> None:
    source = GlossaryFile(path)
    watching = asyncio.create_task(source.watch(seconds=0.001))
    path.write_text(BETTER)

    async with asyncio.timeout(10):
        while count(source) == 1:
            await asyncio.sleep(0)

    watching.cancel()


async def test_a_glossary_is_prepared_before_anybody_is_answered_from_it(
    path: Path,
) -> None:
    source = GlossaryFile(path)
    prepared: list[tuple[int, int]] = []

    def prepare(glossary: Glossary) -> None:
        prepared.append((len(glossary.terms), count(source)))

    watching = asyncio.create_task(source.watch(seconds=0.001, prepare=prepare))
    async with asyncio.timeout(10):
        while not prepared:
            await asyncio.sleep(0)
        path.write_text(BETTER)
        while count(source) == 1:
            await asyncio.sleep(0)

    watching.cancel()
    assert prepared[0] == (1, 1)  # what is there at the start
    assert prepared[-1] == (2, 1)  # the new one, while the old one still answers


def test_the_named_file_wins_then_the_one_here_then_the_shipped_one(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert find(str(path)) == path
    monkeypatch.chdir(path.parent)
    assert find(None).resolve() == path
    assert not caplog.messages
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    assert find(None) == find("") == shipped()
    assert shipped().exists()
    assert "no glossary.yaml here" in caplog.text


def test_a_named_file_that_is_missing_is_an_error() -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.yaml, which does not exist"):
        find("nowhere.yaml")


def test_a_link_that_is_pointed_at_another_file_is_followed(path: Path) -> None:
    """So a mounted configuration is exchanged: as a whole, by one rename."""
    first, second, link = (path.with_name(name) for name in ("first", "second", "link"))
    first.write_text(GOOD)
    second.write_text(BETTER)
    link.symlink_to(first)
    source = GlossaryFile(link)

    other = path.with_name("other")
    other.symlink_to(second)
    other.replace(link)

    assert source.refresh()
    assert count(source) == 2


def test_an_editor_that_empties_the_file_before_it_writes_is_waited_for(path: Path) -> None:
    source = GlossaryFile(path)
    with path.open("w") as file:
        assert not source.refresh()
        file.write(BETTER[:30])
        file.flush()
        assert not source.refresh()
        assert count(source) == 1
        file.write(BETTER[30:])

    assert source.refresh()
    assert (count(source), source.problems) == (2, ())


def test_a_file_that_vanishes_while_it_is_read_changes_nothing(path: Path) -> None:
    def load_what_vanishes(path: Path) -> Glossary:
        if path.exists() and path.read_text() == HALF:
            path.unlink()
        return load(path)

    source = GlossaryFile(path, load_what_vanishes)
    path.write_text(HALF)

    assert not source.refresh()
    assert (count(source), source.problems) == (1, ())
    assert not source.refresh()
    assert "cannot be read" in source.problems[0].message


def test_a_folder_in_the_place_of_the_file_is_a_fault_that_is_told(path: Path) -> None:
    source = GlossaryFile(path)
    path.unlink()
    path.mkdir()

    assert not source.refresh()
    assert source.problems[0].message.startswith("not a file")
    assert count(source) == 1
