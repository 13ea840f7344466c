"""Make the README's pictures from the real page: `python -m tests.pictures`, at the top."""

from __future__ import annotations

import asyncio
from pathlib import Path

from ..playground.conftest import window

HERE = Path(__file__).parent


async def main() -> None:
    """A question with a typo, its card, a related term opened, and the reason."""
    for scheme in ("light", "dark"):
        async with window(Path("glossary.yaml"), scheme=scheme) as at:
            await at.page.set_viewport_size({"width": 1200, "height": 860})
            await at.type("what's a context windw?")
            await at.thread.nth(1).get_by_role("button", name="Compaction:").click()
            await at.thread.nth(2).wait_for()
            await at.messages.last.get_by_text("Why?").click()
            await at.page.mouse.move(0, 0)
            await at.page.screenshot(path=HERE / f"playground-{scheme}.png")


if __name__ == "__main__":
    asyncio.run(main())
