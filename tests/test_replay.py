"""Past messages are read from JSON lines and from Slack's export, and decided on."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.replay import Recorded, as_row, decide, read_messages, report

from .glossaries import explainer


def lines(folder: Path, *rows: object) -> Path:
    path = folder / "messages.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n")
    return path


def export(folder: Path) -> Path:
    day = folder / "export" / "build" / "2026-01-02.json"
    day.parent.mkdir(parents=True)
    said = {"type": "message", "user": "U1", "text": "what is a sprint?", "ts": "1.2"}
    bot = {**said, "bot_id": "B1"}
    joined = {**said, "subtype": "channel_join"}
    day.write_text(json.dumps([said, bot, joined, {"type": "message", "text": ""}]))
    (folder / "export" / "users.json").write_text("[]")
    return folder / "export"


def test_json_lines_give_messages_and_ignore_other_keys(tmp_path: Path) -> None:
    path = lines(
        tmp_path, {"id": "a", "text": "hi", "mood": 1}, {"id": 2, "text": "", "mode": "dm"}
    )

    assert list(read_messages(path)) == [Recorded("a", "hi"), Recorded(2, "", "dm")]


def test_an_export_folder_gives_what_people_wrote(tmp_path: Path) -> None:
    assert list(read_messages(export(tmp_path))) == [
        Recorded("build/1.2", "what is a sprint?")
    ]


def test_an_export_zip_is_read_without_unpacking(tmp_path: Path) -> None:
    folder = export(tmp_path)
    archive = tmp_path / "export.zip"
    with zipfile.ZipFile(archive, "w") as into:
        for path in folder.rglob("*.json"):
            into.write(path, path.relative_to(folder))

    assert list(read_messages(archive)) == [Recorded("build/1.2", "what is a sprint?")]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ('{"id": 1}', 'needs "id" and "text"'),
        ("[]", 'needs "id" and "text"'),
        ("nonsense", "not JSON"),
        ("\xff\xfe", "not JSON"),
        ('{"id": 1, "text": "", "mode": "loud"}', "'loud'"),
    ],
)
def test_a_line_that_is_no_message_is_named(tmp_path: Path, row: str, fault: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(f'{{"id": 0, "text": ""}}\n{row}\n'.encode("latin-1"))

    with pytest.raises(ConfigError) as error:
        list(read_messages(path))

    assert f"{path}:2" in str(error.value)
    assert fault in str(error.value)


def test_a_missing_file_and_a_broken_day_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        list(read_messages(tmp_path / "none"))
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "day.json").write_text("{")
    with pytest.raises(ConfigError, match="build/"):
        list(read_messages(tmp_path))


def test_what_is_no_export_or_a_damaged_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no Slack export"):
        list(read_messages(tmp_path))
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("build/2026-01-01.json", "[]")
    path.write_bytes(path.read_bytes().replace(b"[]", b"{}", 1))
    with pytest.raises(ConfigError, match="a damaged zip"):
        list(read_messages(path))


@pytest.mark.parametrize(
    ("text", "mode", "answer", "suggestions"),
    [
        ("what is a sprint?", "channel", ["Sprint"], []),
        ("sprint", "channel", [], []),
        ("sprint", "dm", ["Sprint"], []),
        ("sprint", "slash", ["Sprint"], []),
        ("<@U1> spring", "mention", [], ["Sprint"]),
        ("thanks <@U1>", "mention", [], []),
        ("pos", "dm", [], ["Point of sale", "Proof of stake"]),
        ("sprint vs release", "dm", ["Sprint", "Release"], []),
    ],
)
def test_a_decision_is_written_as_answer_and_suggestions(
    text: str, mode: str, answer: list[str], suggestions: list[str]
) -> None:
    message = Recorded("x", text, mode)

    row = as_row(message, decide(explainer(), message))

    assert row == {"id": "x", "answer": answer, "suggestions": suggestions}


def test_a_report_counts_answers_and_shows_what_came_close() -> None:
    said = [
        "what is a sprint?",
        "what's a sprnit?",
        "what is the spec?",
        "hello",
        "what is tea?",
    ]
    messages = [Recorded(number, text) for number, text in enumerate(said)]

    told = report((message, decide(explainer(), message)) for message in messages)

    assert told.startswith("5 messages read, 2 terms explained")
    assert "     2 Sprint" in told
    assert "Nearest to the line (2 in all)" in told
    assert "silent: “the spec” is about a particular thing" in told
    assert "answered with Sprint: “sprnit” is one edit from “sprint”" in told
    assert "hello" not in told


@pytest.mark.parametrize(
    ("text", "parent", "answer"),
    [
        ("and epics?", "what is a sprint?", ["Epic"]),
        ("and epics?", "we have a sprint", []),
        ("what does that mean?", "velocity went down again", ["Velocity"]),
        ("what does that mean?", "the epic has no velocity", []),
        ("what is a sprint?", "the epic has no velocity", ["Sprint"]),
    ],
)
def test_a_reply_is_read_with_what_stands_above_it(
    text: str, parent: str, answer: list[str]
) -> None:
    message = Recorded("x", text, parent=parent)

    assert as_row(message, decide(explainer(), message))["answer"] == answer
