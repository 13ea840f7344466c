"""From the start of a process until its port answers; what it imports and weighs."""

from __future__ import annotations

import compileall
import hashlib
import hmac
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import bot
from bot.glossary_source import shipped

from . import glossaries
from .compare import Row, at_most, in_turn, median
from .data import Data

ROUNDS = 7
TERMS = 10_000
SECRET = "bench-signing-secret"
_BOT = Path(bot.__file__).parent
HEAVY = ("slack_bolt", "slack_sdk", "aiohttp")

_PLAIN = """
import os
from aiohttp import web
app = web.Application()
async def answer(request): return web.json_response({"status": "ok"})
app.router.add_get("/healthz", answer)
web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), print=None)
"""
_STOCK = """
import os
from aiohttp import web
from slack_bolt.async_app import AsyncApp
bolt = AsyncApp(token="xoxb-bench", signing_secret="bench-signing-secret")
@bolt.event("message")
async def message(event, say): pass
app = bolt.web_app()
async def answer(request): return web.json_response({"status": "ok"})
app.router.add_get("/healthz", answer)
web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), print=None)
"""


def rows(data: Data) -> list[Row]:
    """Start, memory and imports; compiled, as an installed bot and the libraries are."""
    compileall.compile_dir(_BOT, quiet=1)
    with tempfile.TemporaryDirectory() as folder, _slack() as (url, posted):
        large = glossaries.write(Path(folder) / "glossary.yaml", TERMS, data)
        return [*_starts(url, large), _memory(url, posted), *_imports()]


# --- start -----------------------------------------------------------------------------


def _starts(url: str, large: Path) -> list[Row]:
    taken = in_turn(
        {
            "plain": lambda: _until_ready(_python(_PLAIN), {}),
            "shipped": lambda: _until_ready(_SERVE, _settings(url, shipped())),
            "large": lambda: _until_ready(_SERVE, _settings(url, large)),
        },
        ROUNDS,
    )
    middle = {side: median(seconds) for side, seconds in taken.items()}
    plain, against = middle["plain"], "a plain aiohttp server"
    return [
        at_most(
            "start to ready, shipped glossary", against, middle["shipped"] / plain, 1.5
        ),
        at_most(f"start to ready, {TERMS:,} terms", against, middle["large"] / plain, 3),
    ]


def _until_ready(command: list[str], settings: Mapping[str, str]) -> float:
    began = time.perf_counter()
    with _serving(command, settings):
        return time.perf_counter() - began


# --- memory ----------------------------------------------------------------------------


def _memory(url: str, posted: threading.Event) -> Row:
    with _serving(_python(_STOCK), {}) as (stock, _):
        theirs = _resident(stock.pid)
    with _serving(_SERVE, _settings(url, shipped())) as (serving, port):
        _ask(port, "what is a tokne?")
        if not posted.wait(10):
            raise RuntimeError("the question with a typo was not answered")
        ours = _resident(serving.pid)
    measure = "memory after the first typo, shipped glossary"
    return at_most(measure, "stock AsyncApp idle", ours / theirs, 1.4)


def _resident(pid: int) -> int:
    """Kilobytes of memory in use."""
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True
    )
    return int(told.stdout)


def _ask(port: int, text: str) -> None:
    said = {"type": "message", "channel": "C1", "channel_type": "channel", "user": "U1"}
    event = {**said, "text": text, "ts": f"{time.time():.6f}"}
    envelope = {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": "Ev1",
        "event": event,
    }
    body, stamp = json.dumps(envelope).encode(), str(int(time.time()))
    signed = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={signed.hexdigest()}",
    }
    address = f"http://127.0.0.1:{port}/slack/events"
    urllib.request.urlopen(
        urllib.request.Request(address, body, headers), timeout=10
    ).close()


# --- imports ---------------------------------------------------------------------------


def _imports() -> list[Row]:
    return [
        _imported("import bot.cli", "import bot.cli"),
        _imported(
            "bot ask", "import bot.cli; bot.cli.main(['ask', 'what', 'is', 'a', 'token'])"
        ),
    ]


def _imported(measure: str, code: str) -> Row:
    """How many of Slack's libraries and their like a command imports."""
    count = f"{code}\nimport sys\nprint(sum(name in sys.modules for name in {HEAVY}))"
    told = subprocess.run(_python(count), capture_output=True, text=True, check=True)
    heavy = int(told.stdout.split()[-1])
    return Row(f"{measure}: heavy modules", "bare python", heavy, "0", heavy == 0)


# --- processes -------------------------------------------------------------------------


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


_SERVE = [sys.executable, "-m", "bot", "serve"]


def _settings(url: str, glossary: Path) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": url,
        "GLOSSARY": str(glossary),
    }


@contextmanager
def _serving(
    command: list[str], settings: Mapping[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A process, from when its health check answers."""
    port = _free_port()
    kept = {name: value for name, value in os.environ.items() if name[:6] != "SLACK_"}
    environment = {**kept, **settings, "PORT": str(port)}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield process, port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.perf_counter() + 60
    while process.poll() is None and time.perf_counter() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
        except OSError:
            time.sleep(0.002)  # asking without a pause would take its processor
        else:
            return
    raise RuntimeError("a server did not start")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def _slack() -> Iterator[tuple[str, threading.Event]]:
    """A Slack that knows our token, and notes that something was posted."""
    posted = threading.Event()

    class Api(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path.endswith("chat.postMessage"):
                posted.set()
            who = {"team": "Bench", "user": "bench", "team_id": "T1", "user_id": "U0"}
            sent = {
                "ts": "1700000000.000200",
                "channel": "C1",
                "message": {"thread_ts": "1"},
            }
            body = json.dumps({"ok": True, "bot_id": "B1", **who, **sent}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/", posted
    finally:
        server.shutdown()
