"""Whether the bot can answer just now."""

from __future__ import annotations

from typing import Any

from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.glossary_source import GlossaryFile

from .tasks import Tasks


class Health:
    """The truth for `/healthz`; `socket` only in Socket Mode. It holds no secret."""

    def __init__(
        self, source: GlossaryFile, tasks: Tasks, socket: SocketModeClient | None
    ) -> None:
        self._source, self._tasks, self._socket = source, tasks, socket

    async def report(self) -> dict[str, Any]:
        """`status` is "ok", or else the reason why nothing can be answered."""
        cut_off = self._socket is not None and not await self._socket.is_connected()
        problems = [str(problem) for problem in self._source.problems]
        glossary: dict[str, Any] = {"source": str(self._source.path)}
        return {
            "status": "not connected to Slack" if cut_off else "ok",
            "terms": len(self._source().terms),
            "mode": "socket" if self._socket else "http",
            "answering": len(self._tasks),
            "glossary": {**glossary, "problems": problems} if problems else glossary,
        }
