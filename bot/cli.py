"""The command line, and the one place where the parts are put together."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from . import collector, glossary_file, glossary_source, logs, prompt
from .errors import BotError, CredentialsError
from .explainer import Explainer
from .render import plain, problems
from .reply import Kind, Reply

DONE, NO_ANSWER, BAD_CONFIGURATION = 0, 1, 2
BAD_CREDENTIALS = 78  # EX_CONFIG of sysexits.h: starting again will not help
_ANSWERS = (Kind.CARD, Kind.CONTRAST, Kind.PICKER)

# What a single command needs is imported in it, for the others start the sooner without:
# Slack's libraries above all.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; faults a person can mend get no traceback."""
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser().parse_args(given or ["--help"])
    logs.begin()
    command: Callable[[argparse.Namespace], int] = options.run
    try:
        code = command(options)
        sys.stdout.flush()
    except CredentialsError as error:
        print(error, file=sys.stderr)
        return BAD_CREDENTIALS
    except BotError as error:
        print(error, file=sys.stderr)
        return BAD_CONFIGURATION
    except BrokenPipeError:  # `… | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return 130  # as a shell reports Ctrl-C
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="A Slack bot that explains your team's words."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], says: str
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=says, description=says)
        added.set_defaults(run=run)
        return added

    _add_for_owners(command)
    _add_for_the_curious(command)
    _add_for_authors(command)
    return parser


_Add = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def _add_for_owners(command: _Add) -> None:
    command("serve", _serve, "Answer in Slack; settings come from the environment.")
    manifest = command("manifest", _manifest, "Print the manifest of the Slack app.")
    manifest.add_argument("--http", metavar="URL", help="for HTTP at URL, not Socket Mode")
    manifest.add_argument(
        "--mention-only", action="store_true", help="without the right to read channels"
    )
    command("doctor", _doctor, "Find out why the bot does not work, and what to do.")


def _add_for_the_curious(command: _Add) -> None:
    ask = command("ask", _ask, "Ask here, without Slack.")
    ask.add_argument("text", nargs="*", help="the question; none: a conversation")
    play = command(
        "playground", _playground, "Try the bot in a small Slack in your browser."
    )
    play.add_argument(
        "--port", type=int, default=4321, help="default: 4321; 0: any free one"
    )
    play.add_argument("--open", action="store_true", help="open the browser")
    told = command("replay", _replay, "Show what the bot would have said.")
    told.add_argument(
        "file", type=Path, help="JSON lines, or a Slack export (folder or zip)"
    )
    told.add_argument("--glossary", type=Path, help="default: the one in use")
    told.add_argument("--why", action="store_true", help="add the reason for each decision")
    told.add_argument("--report", action="store_true", help="a summary to read instead")


def _add_for_authors(command: _Add) -> None:
    check = command("check", _check, "Name every fault of a glossary file.")
    check.add_argument("path", nargs="?", type=Path, help="default: the one in use")
    check.add_argument(
        "--format", choices=("text", "github"), default="text", help="default: text"
    )
    instead = check.add_mutually_exclusive_group()
    instead.add_argument(
        "--against", type=Path, metavar="OLD", help="warn of names that are gone"
    )
    instead.add_argument(
        "--graph", action="store_true", help="print the map of related terms as Mermaid"
    )
    command("schema", _schema, "Print the JSON Schema of a glossary file, for editors.")
    bring = command("import", _import, "Make a new glossary of a table, CSV or Markdown.")
    bring.add_argument("file", type=Path, help="with columns term, definition, aliases")
    bring.add_argument(
        "--to",
        default="glossary.yaml",
        metavar="PATH",
        help="default: glossary.yaml; - prints it",
    )


def _glossary_path() -> Path:
    return glossary_source.find(os.environ.get("GLOSSARY"))


def _explainer(path: Path | None) -> Explainer:
    glossary = glossary_file.load(path or _glossary_path())
    return Explainer(lambda: glossary)


def _serve(options: argparse.Namespace) -> int:
    with collector.held_off(to_stay=True):
        from .settings import Settings
        from .slack import server

        settings = Settings.of(os.environ)
        logs.begin(settings.log_level, structured=True)
        source = glossary_source.GlossaryFile(_glossary_path())
    return server.run(settings, source)


def _ask(options: argparse.Namespace) -> int:
    explainer = _explainer(None)
    if options.text:
        reply = explainer.asked(" ".join(options.text)).reply
        print(plain.text(reply) if reply else "")
    else:
        reply = prompt.converse(explainer, _typed_lines(), print)
    return DONE if _answers(reply) else NO_ANSWER


def _answers(reply: Reply | None) -> bool:
    return reply is not None and reply.kind in _ANSWERS


def _typed_lines() -> Iterator[str]:
    """What is typed, line by line, with a prompt where somebody types."""
    if not sys.stdin.isatty():
        for number, line in enumerate(sys.stdin):
            if number:
                print()
            yield line
        return
    print(prompt.WELCOME)
    while True:
        try:
            yield input("\n› ")
        except EOFError:
            print()
            return


def _check(options: argparse.Namespace) -> int:
    from . import authoring

    path = options.path or _glossary_path()
    if options.graph:
        return authoring.graph(path)
    return authoring.check(path, options.against, _style(options.format))


def _style(name: str) -> problems.Style:
    if name == "github":
        return problems.github
    return problems.coloured if _shows_colours() else problems.plain


def _shows_colours() -> bool:
    """Whether somebody watches who wants them (https://no-color.org)."""
    old_console = os.name == "nt" and "WT_SESSION" not in os.environ
    dumb = os.environ.get("TERM") == "dumb" or old_console
    return sys.stdout.isatty() and not dumb and not os.environ.get("NO_COLOR")


def _schema(options: argparse.Namespace) -> int:
    from . import glossary_schema

    print(glossary_schema.text(), end="")
    return DONE


def _import(options: argparse.Namespace) -> int:
    from . import authoring

    return authoring.import_table(
        options.file, None if options.to == "-" else Path(options.to)
    )


def _replay(options: argparse.Namespace) -> int:
    from . import replay

    explainer = _explainer(options.glossary)
    messages = replay.read_messages(options.file)
    decided = ((message, replay.decide(explainer, message)) for message in messages)
    if options.report:
        print(replay.report(decided))
        return DONE
    for message, decision in decided:
        row = replay.as_row(message, decision)
        if options.why:
            row["why"] = decision.why
        print(json.dumps(row, ensure_ascii=False))
    return DONE


def _playground(options: argparse.Namespace) -> int:
    from .playground import server

    source = glossary_source.GlossaryFile(_glossary_path())
    asyncio.run(server.play(source, options.port, browse=options.open))
    return DONE


def _manifest(options: argparse.Namespace) -> int:
    from .slack import manifest

    whole = manifest.manifest(options.http, mention_only=options.mention_only)
    print(json.dumps(whole, indent=2))
    return DONE


def _doctor(options: argparse.Namespace) -> int:
    from .slack import doctor

    async def tell() -> list[doctor.Finding]:
        findings = []
        async for finding in doctor.examine(os.environ):
            print(finding.line(signs=sys.stdout.isatty()), flush=True)
            findings.append(finding)
        return findings

    return doctor.exit_code(asyncio.run(tell()))
