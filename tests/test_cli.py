"""The commands, as somebody types them."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main

GLOSSARY = """\
terms:
  - term: Sprint
    aliases: [iteration]
    definition: A fixed stretch of days.
    related: [Release]
  - term: Release
    definition: What reaches the users.
    related: [Sprint]
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with a glossary, and no setting of the machine's own."""
    for name in ("GLOSSARY", "PORT", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "glossary.yaml").write_text(GLOSSARY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


Out = pytest.CaptureFixture[str]


def test_without_a_command_all_are_listed(capsys: Out) -> None:
    with pytest.raises(SystemExit) as left:
        main([])

    assert left.value.code == 0
    assert "Try the bot in a small Slack in your browser." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["what is a sprnit?"], 0, "Sprint\nalso: iteration"),
        (["sprint", "vs", "release"], 0, "What reaches the users."),
        (["spritn"], 0, "A fixed stretch of days."),
        (["spring"], 1, "Did you mean"),
        (["photosynthesis"], 1, "not in the glossary"),
        (["thanks"], 1, "Ask me for a term"),
    ],
)
def test_ask_prints_the_reply_and_tells_by_its_code_if_it_answered(
    words: list[str], code: int, said: str, capsys: Out
) -> None:
    assert main(["ask", *words]) == code
    assert said in capsys.readouterr().out


def test_ask_without_words_is_a_conversation(
    monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("sprint\n1\n\n"))

    assert main(["ask"]) == 0
    first, _, second = capsys.readouterr().out.partition("\n\nRelease\n")
    assert first.startswith("Sprint\n")
    assert "What reaches the users." in second


def test_ask_with_a_broken_glossary_is_a_fault_of_configuration(
    home: Path, capsys: Out
) -> None:
    (home / "glossary.yaml").write_text("terms: 1\n")

    assert main(["ask", "sprint"]) == 2
    assert "glossary.yaml:1: `terms` is no list" in capsys.readouterr().err


def test_a_missing_glossary_that_was_named_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.setenv("GLOSSARY", "none.yaml")

    assert main(["ask", "sprint"]) == 2
    assert "none.yaml, which does not exist" in capsys.readouterr().err


def test_check_says_that_all_is_well_or_names_each_line(home: Path, capsys: Out) -> None:
    assert main(["check"]) == 0
    assert "glossary.yaml: 2 terms, no faults" in capsys.readouterr().out

    (home / "bad.yaml").write_text("terms:\n  - term: A\n  - definition: d\n")
    assert main(["check", "bad.yaml"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["bad.yaml:2", "bad.yaml:3"]


def test_check_warns_of_names_that_are_gone(home: Path, capsys: Out) -> None:
    (home / "new.yaml").write_text("terms:\n  - {term: Sprint, definition: d}\n")

    assert main(["check", "new.yaml", "--against", "glossary.yaml"]) == 0
    assert "new.yaml: warning: “iteration” is gone" in capsys.readouterr().out


def test_check_marks_a_fault_for_github_when_asked(home: Path, capsys: Out) -> None:
    (home / "bad.yaml").write_text("terms:\n  - term: A\n")

    assert main(["check", "bad.yaml", "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::error file=bad.yaml,line=2::bad.yaml:2: ")


@pytest.mark.parametrize(
    ("terminal", "no_colour", "coloured"),
    [(True, "", True), (True, "1", False), (False, "", False)],
)
def test_check_is_in_colour_on_a_terminal_unless_told_not_to(
    home: Path,
    capsys: Out,
    monkeypatch: pytest.MonkeyPatch,
    terminal: bool,
    no_colour: str,
    coloured: bool,
) -> None:
    (home / "bad.yaml").write_text("terms:\n  - term: A\n")
    monkeypatch.setenv("NO_COLOR", no_colour)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)

    assert main(["check", "bad.yaml"]) == 1
    assert ("\x1b[" in capsys.readouterr().out) == coloured


def test_import_makes_a_glossary_that_ask_answers_from(home: Path, capsys: Out) -> None:
    (home / "glossary.yaml").unlink()
    (home / "words.csv").write_text("Term,Meaning\nKanban,A board of cards.\n")

    assert main(["import", "words.csv"]) == 0
    assert main(["ask", "what is kanbna?"]) == 0
    assert "A board of cards." in capsys.readouterr().out


def test_import_overwrites_nothing(home: Path, capsys: Out) -> None:
    (home / "words.csv").write_text("Term,Meaning\nKanban,A board of cards.\n")

    assert main(["import", "words.csv"]) == 2
    assert "glossary.yaml is there already" in capsys.readouterr().err
    assert (home / "glossary.yaml").read_text() == GLOSSARY


def test_import_prints_the_glossary_when_asked(home: Path, capsys: Out) -> None:
    (home / "words.csv").write_text("Term,Meaning\nKanban,A board of cards.\n")

    assert main(["import", "words.csv", "--to", "-"]) == 0
    told = capsys.readouterr()
    assert told.out.endswith("  - term: Kanban\n    definition: A board of cards.\n")
    assert "words.csv:1: columns: Term → term" in told.err


def test_check_prints_the_map_when_asked(capsys: Out) -> None:
    assert main(["check", "--graph"]) == 0
    assert "n0 <--> n1" in capsys.readouterr().out


def test_schema_prints_what_editors_read(capsys: Out) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["required"] == ["terms"]


def test_replay_writes_one_decision_a_line(home: Path, capsys: Out) -> None:
    rows = [{"id": 1, "text": "what is a sprint?"}, {"id": 2, "text": "the sprint"}]
    (home / "said.jsonl").write_text("\n".join(map(json.dumps, rows)))

    assert main(["replay", "said.jsonl", "--glossary", "glossary.yaml"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {"id": 1, "answer": ["Sprint"], "suggestions": []}
    assert second["answer"] == []


def test_replay_tells_why_when_asked(home: Path, capsys: Out) -> None:
    (home / "said.jsonl").write_text('{"id": 1, "text": "what is the sprint?"}')

    main(["replay", "said.jsonl", "--why"])

    assert "particular thing" in json.loads(capsys.readouterr().out)["why"]


def test_replay_gives_a_report_when_asked(home: Path, capsys: Out) -> None:
    (home / "said.jsonl").write_text('{"id": 1, "text": "what is the sprint?"}')

    assert main(["replay", "said.jsonl", "--report"]) == 0
    assert "1 messages read" in capsys.readouterr().out


def test_manifest_prints_json_for_socket_mode_and_for_http(capsys: Out) -> None:
    assert main(["manifest"]) == 0
    assert json.loads(capsys.readouterr().out)["settings"]["socket_mode_enabled"] is True
    assert main(["manifest", "--http", "https://bot.example.com", "--mention-only"]) == 0
    assert "https://bot.example.com/slack/events" in capsys.readouterr().out


def test_serve_without_settings_names_every_one_that_is_missing(capsys: Out) -> None:
    assert main(["serve"]) == 2
    told = capsys.readouterr().err
    assert "SLACK_BOT_TOKEN" in told
    assert "SLACK_SIGNING_SECRET" in told


def test_a_warning_is_a_plain_line_even_where_nobody_watches(home: Path) -> None:
    (home / "glossary.yaml").unlink()
    command = [sys.executable, "-m", "bot", "ask", "what is a token?"]

    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=_path())

    assert "WARNING no glossary.yaml here" in ran.stderr
    assert "{" not in ran.stderr


def test_what_serve_logs_is_json_where_nobody_watches(home: Path) -> None:
    (home / "glossary.yaml").write_text("terms: 1\n")
    command = [sys.executable, "-m", "bot", "serve"]
    told = _path() | {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "LOG_LEVEL": "debug",
    }

    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=told)

    assert ran.returncode == 2
    assert json.loads(ran.stderr.splitlines()[0])["level"] == "warning"


def test_a_reader_that_stops_early_is_no_error(home: Path) -> None:
    rows = "\n".join(json.dumps({"id": i, "text": "hi"}) for i in range(9000))
    (home / "said.jsonl").write_text(rows)
    code = f"{sys.executable} -m bot replay said.jsonl | head -n 1"

    ran = subprocess.run(
        code, shell=True, capture_output=True, text=True, check=False, env=_path()
    )

    assert ran.stdout.count("\n") == 1
    assert "Traceback" not in ran.stderr


def test_asking_needs_neither_slacks_libraries_nor_the_network_ones() -> None:
    code = (
        "import sys; from bot.cli import main; main(['ask', 'sprint']);"
        "sys.exit(sum(name in sys.modules for name in ('slack_bolt', 'slack_sdk', "
        "'aiohttp')))"
    )

    ran = subprocess.run([sys.executable, "-c", code], check=False, env=_path())

    assert ran.returncode == 0


def test_a_start_does_not_wait_for_what_reads_markdown() -> None:
    code = (
        "import sys, bot.cli, bot.slack.server; from bot import glossary_file;"
        "from bot.glossary_source import shipped; glossary_file.load(shipped());"
        "sys.exit('markdown_it' in sys.modules)"
    )

    ran = subprocess.run([sys.executable, "-c", code], check=False, env=_path())

    assert ran.returncode == 0


def test_the_playground_says_where_it_is_and_ends_at_ctrl_c() -> None:
    command = [sys.executable, "-m", "bot", "playground", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_path()) as play:
        assert play.stdout is not None
        assert play.stdout.readline().startswith("The playground is at http://127.0.0.1:")
        play.send_signal(signal.SIGINT)
        assert play.wait(timeout=20) == 0


def test_somebody_at_a_terminal_gets_a_prompt(
    monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    lines = iter(["sprint", "1"])

    def typed(prompt: str) -> str:
        if (line := next(lines, None)) is None:
            raise EOFError  # Ctrl-D
        return line

    monkeypatch.setattr("builtins.input", typed)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)

    assert main(["ask"]) == 0
    said = capsys.readouterr().out
    assert "Ask for a term" in said
    assert "What reaches the users." in said


def test_ctrl_c_ends_a_command_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)

    assert main(["ask"]) == 130


def _path() -> dict[str, str]:
    """An environment in which the package is found from any folder."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
