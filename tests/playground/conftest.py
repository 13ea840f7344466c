"""A workspace; and the playground in Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright

from bot.glossary_source import GlossaryFile
from bot.playground.server import playground
from bot.playground.workspace import Workspace

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or ""
GLOSSARY = """\
name: Words of a team
terms:
  - term: Sprint
    aliases: [iteration]
    definition: A *fixed* stretch of days.
    related: [Velocity, Backlog]
    sections: [{title: Length, text: "- one week\\n- or two"}]
    contrasts: [{with: Release, text: A sprint ends by the clock.}]
  - {term: Velocity, definition: How much was finished., related: [Estimate, Sprint]}
  - {term: Estimate, definition: A guess at the work., related: [Story point]}
  - {term: Story point, definition: A unit of guessing., related: [Backlog]}
  - {term: Backlog, definition: What waits., related: [Release]}
  - {term: Release, definition: What users get., related: [Sprint]}
  - {term: Spec, definition: What to build., related: [Backlog]}
"""


@dataclass
class Window:
    """An open page, the workspace behind it, and what its console complained of."""

    page: Page
    slack: Workspace
    glossary: Path
    complaints: list[str] = field(default_factory=list)

    @property
    def thread(self) -> Locator:
        """The messages of the thread that is open."""
        return self.page.locator("#replies > li")

    @property
    def messages(self) -> Locator:
        """The messages of the channel that is open."""
        return self.page.locator("#messages > li")

    async def type(self, text: str, where: str = "main") -> None:
        """Type into a composer and send it."""
        await self.page.locator(f"#composer-{where}").fill(text)
        await self.page.locator(f"#composer-{where}").press("Enter")

    async def press(self, label: str) -> None:
        """Press a button of the last card that has it."""
        await self.page.get_by_role("button", name=f"{label}:").last.click()

    async def become(self, name: str) -> None:
        """Act as somebody else."""
        await self.page.get_by_label("You are").select_option(name)


@asynccontextmanager
async def window(
    glossary: Path, *, width: int = 1280, scheme: str = "light"
) -> AsyncIterator[Window]:
    """A page at the playground; at the end its console must not have complained."""
    async with playground(GlossaryFile(glossary)) as slack, async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=BROWSER, args=QUIET)
        page = await browser.new_page(
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": 800},
        )
        page.set_default_timeout(15_000)
        seen = Window(page, slack, glossary)
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                seen.complaints.append(said.text) if said.type == "error" else None
            ),
        )
        await page.goto(slack.url)
        await page.locator("#replies .actions").first.wait_for()
        yield seen
        await browser.close()
        assert seen.complaints == []


@pytest.fixture
def glossary(tmp_path: Path) -> Path:
    """A glossary file that a test may edit."""
    path = tmp_path / "glossary.yaml"
    path.write_text(GLOSSARY)
    return path


@pytest.fixture
async def at(glossary: Path) -> AsyncIterator[Window]:
    """The playground as it opens."""
    need_a_browser()
    async with window(glossary) as opened:
        yield opened


def need_a_browser() -> None:
    """Skip where there is no Chromium, but never in CI."""
    if not BROWSER:
        why = (
            "no Chromium here: install Debian's package `chromium` to run the page's tests"
        )
        assert not os.environ.get("CI"), why
        pytest.skip(why)
