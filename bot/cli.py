"""The command line, and the one place where the parts are put together."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from . import glossary_file, prompt, replay
from .errors import BotError, GlossaryError
from .explainer import Explainer
from .glossary import Glossary
from .render import plain
from .reply import Kind, Reply

ANSWERED, NO_ANSWER, BAD_CONFIGURATION = 0, 1, 2
_ANSWERS = (Kind.CARD, Kind.CONTRAST, Kind.PICKER)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; faults a person can mend get no traceback."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(
        level=logging.INFO, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    command = COMMANDS[options.command]
    try:
        return command(options)
    except BotError as error:
        print(error, file=sys.stderr)
        return BAD_CONFIGURATION
    except BrokenPipeError:  # `… | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ANSWERED
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="A Slack bot that explains your team's words."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("serve", help="answer in Slack (settings come from the environment)")
    ask = commands.add_parser("ask", help="ask here, without Slack")
    ask.add_argument("text", nargs="*", help="the question; none: a conversation")
    check = commands.add_parser("check", help="find every fault of a glossary file")
    check.add_argument("path", nargs="?", type=Path, help="default: the one in use")
    check.add_argument("--against", type=Path, metavar="OLD", help="warn of names that are gone")
    told = commands.add_parser("replay", help="show what the bot would have said")
    told.add_argument("file", type=Path, help="JSON lines, or Slack's export (folder or zip)")
    told.add_argument("--glossary", type=Path, help="default: the one in use")
    told.add_argument("--why", action="store_true", help="add the reason for each decision")
    manifest = commands.add_parser("manifest", help="print the Slack app's manifest")
    manifest.add_argument("--http", metavar="URL", help="for HTTP at URL, not Socket Mode")
    return parser


def _serve(options: argparse.Namespace) -> int:
    # Slack's libraries take a third of a second to import: only where they are needed.
    from .slack import server
    ...


def _glossary(path: Path | None) -> Glossary:
    return glossary_file.load(path or glossary_file.find(os.environ.get("GLOSSARY")))
