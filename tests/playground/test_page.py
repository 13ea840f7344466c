"""The playground in a real browser, used as people use it."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from .conftest import GLOSSARY, Window, need_a_browser, window


async def test_it_opens_on_a_question_that_has_been_answered_in_its_thread(
    at: Window,
) -> None:
    await expect(at.messages.first).to_contain_text("what is a sprint?")
    await expect(at.thread.last).to_contain_text("A fixed stretch of days.")


async def test_a_typo_is_asked_and_its_card_read_in_the_thread(at: Window) -> None:
    await at.type("what is velocty?")

    await expect(at.thread.first).to_contain_text("what is velocty?")
    await expect(at.thread.last.get_by_role("heading")).to_have_text("Velocity")


async def test_a_related_term_expands_below_and_its_button_is_ticked(at: Window) -> None:
    await at.press("Velocity")

    await expect(at.thread.last).to_contain_text("How much was finished.")
    await expect(at.page.get_by_role("button", name="✓ Velocity:")).to_be_visible()
    await expect(at.messages.first).to_contain_text("2 replies")


async def test_one_walks_five_terms_deep(at: Window) -> None:
    walk = ["Velocity", "Estimate", "Story point", "Backlog", "Release"]
    for step in walk:
        await at.press(step)
        await expect(at.thread.last.get_by_role("heading")).to_have_text(step)

    await expect(at.thread).to_have_count(2 + len(walk))


async def test_read_more_shows_sections_and_contrasts(at: Window) -> None:
    await at.press("Read more")

    await expect(at.thread.last.locator("ul li")).to_have_text(["one week", "or two"])
    await expect(at.thread.last).to_contain_text("Sprint vs. Release")


async def test_whatis_is_private_goes_back_and_can_be_shared(at: Window) -> None:
    await at.type("/whatis sprint")
    await expect(at.messages).to_have_count(3)
    card = at.messages.last
    await expect(card).to_contain_text("Only visible to you")

    await card.get_by_role("button", name="Velocity:").click()
    await expect(card.get_by_role("heading")).to_have_text("Velocity")
    await card.get_by_role("button", name="← Back:").click()
    await expect(card.get_by_role("heading")).to_have_text("Sprint")
    await card.get_by_role("button", name="Share in channel:").click()

    await expect(at.messages.last).not_to_contain_text("Only visible to you")
    await expect(at.messages.last.get_by_role("heading")).to_have_text("Sprint")


async def test_nobody_else_sees_what_is_private(at: Window) -> None:
    await at.type("/whatis sprint")
    await expect(at.messages).to_have_count(3)

    await at.become("Ben")
    await expect(at.messages).to_have_count(2)
    await at.become("Ana")
    await expect(at.messages).to_have_count(3)


async def test_a_near_miss_is_suggested_in_a_direct_message(at: Window) -> None:
    await at.page.get_by_role("button", name="Explainer (direct message)").click()
    await at.type("spring")
    await expect(at.messages.last).to_contain_text("Did you mean")

    await at.press("Sprint")

    await expect(at.messages.last.get_by_role("heading")).to_have_text("Sprint")


async def test_the_glossary_is_browsed(at: Window) -> None:
    await at.type("/glossary")

    await expect(at.messages.last.get_by_role("button")).to_have_count(7)


async def test_only_who_asked_dismisses_a_card(at: Window) -> None:
    await at.become("Ben")
    await at.press("Dismiss")
    await expect(at.thread.last).to_contain_text("Only whoever asked")

    await at.become("Ana")
    await at.press("Dismiss")
    await expect(at.thread).to_have_count(1)


async def test_a_message_met_with_silence_says_why(at: Window) -> None:
    await at.page.get_by_role("button", name="what is the spec?").click()
    await expect(at.messages.last).to_contain_text("what is the spec?")

    await at.page.locator("#messages > li").last.get_by_text("Why?").click()

    why = at.messages.last.locator("dl")
    await expect(why).to_contain_text("kept silent")
    await expect(why).to_contain_text("“the spec” is about a particular thing")
    await expect(at.thread).to_have_count(1)


async def test_every_suggestion_does_what_it_says(at: Window) -> None:
    tries = at.page.locator("#suggestions button")
    await expect(tries).to_have_count(3)
    for number, replies in enumerate((2, 2, 1)):
        await tries.nth(number).click()
        await expect(at.messages).to_have_count(3 + number)
        await expect(at.thread).to_have_count(replies)


async def test_a_saved_glossary_answers_at_once_and_a_broken_one_is_told(
    at: Window,
) -> None:
    side = at.page.locator("#glossary")
    await expect(side).to_contain_text("7 terms")

    at.glossary.write_text(GLOSSARY + "  - {term: Kanban}\n")
    await expect(side.locator("li")).to_contain_text(f"{at.glossary}:15")
    await expect(side).to_contain_text("7 terms")

    at.glossary.write_text(GLOSSARY + "  - {term: Kanban, definition: A board.}\n")
    await expect(side).to_contain_text("8 terms")
    await at.type("what is kanban?")
    await expect(at.thread.last).to_contain_text("A board.")


async def test_all_of_it_can_be_done_by_keyboard(at: Window) -> None:
    keys = at.page.keyboard
    await at.page.locator("#composer-main").focus()
    await keys.type("what is back")
    completions = at.page.locator("#composer-main-list li")
    await expect(completions).to_have_text(["Backlogterm"])
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(at.thread.last.get_by_role("heading")).to_have_text("Backlog")

    await at.thread.last.get_by_role("button", name="Release:").focus()
    await keys.press("Enter")

    await expect(at.thread.last.get_by_role("heading")).to_have_text("Release")
    await expect(at.page.get_by_role("button", name="✓ Release:")).to_be_focused()
    await keys.press("Escape")
    await expect(at.page.locator("#thread")).to_be_hidden()


async def test_commands_and_mentions_are_completed(at: Window) -> None:
    field = at.page.locator("#composer-main")
    await field.press_sequentially("/w")
    await field.press("ArrowDown")
    await field.press("Enter")
    await expect(field).to_have_value("/whatis ")

    await field.fill("")
    await field.press_sequentially("@ex")
    await at.page.locator("#composer-main-list li", has_text="@Explainer").click()
    await field.press_sequentially("epic?")
    await field.press("Escape")
    await field.press("Enter")
    await expect(at.messages.last).to_contain_text("“epic” is not in the glossary")
    await expect(at.messages.nth(2)).to_contain_text("@Explainer epic?")


async def test_a_command_that_is_none_is_told(at: Window) -> None:
    await at.type("/dance")

    await expect(at.page.get_by_role("status")).to_contain_text(
        "/dance is not a valid command"
    )


HOSTILE = {
    "<script>document.title='x'</script><img src=x onerror=alert(1)>": "<script>document",
    "<!channel> <@U0ANA> &lt;b&gt; &amp;amp;": "<!channel> <@U0ANA> &lt;b&gt; &amp;amp;",
    "what is " + "a" * 12_000 + "?": "a" * 12_000,
    "\u202egnp.exe \u200b\u2066 עברית العربية": "עברית العربية",
    "👩‍👩‍👧‍👦 🏳️‍🌈 :wave: *b* _i_ ~s~ `c` ```x```": "👩‍👩‍👧‍👦 🏳️‍🌈 👋 b i s c",
    "[x](javascript:alert(1)) <javascript:alert(1)|x>": "<javascript:alert(1)|x>",
}


@pytest.mark.parametrize(
    ("typed", "shown"), HOSTILE.items(), ids=map(str, range(len(HOSTILE)))
)
async def test_hostile_text_is_only_text(at: Window, typed: str, shown: str) -> None:
    await at.type(typed)

    await expect(at.messages.nth(2)).to_contain_text(shown)
    assert await at.page.title() == "Explainer playground"
    assert await at.page.locator(".message").locator("script, img, a").count() == 0


async def test_an_unknown_block_and_a_refused_call_are_shown(at: Window) -> None:
    build = at.slack.channels["C0BUILD"]
    hologram = {"type": "hologram", "block_id": "b"}
    at.slack.bot_posts(build, "x", [hologram], None)
    await expect(at.messages.last).to_contain_text("An unknown block: hologram")

    at.slack.fail_next("chat.postMessage", "restricted_action")
    await at.type("what is a backlog?")
    refusal = at.messages.last.get_by_role("note")
    await expect(refusal).to_contain_text(
        "Slack refused chat.postMessage: restricted_action"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
async def test_axe_finds_nothing_serious(glossary: Path, scheme: str, width: int) -> None:
    need_a_browser()
    async with window(glossary, width=width, scheme=scheme) as at:
        await at.press("Velocity")
        await expect(at.thread.last).to_contain_text("How much was finished.")
        results = await Axe().run(at.page)

    serious = [
        f"{found['id']}: {found['nodes'][0]['html'][:120]}"
        for found in results.response["violations"]
        if found["impact"] in ("serious", "critical")
    ]
    assert serious == []


async def test_a_narrow_window_shows_one_pane_at_a_time(glossary: Path) -> None:
    need_a_browser()
    async with window(glossary, width=400) as at:
        await expect(at.page.locator("main")).to_be_hidden()
        await at.page.get_by_role("button", name="Close the thread").click()
        await at.page.get_by_role("button", name="Channels").click()
        await at.page.get_by_role("button", name="#random").click()
        await at.type("what is velocity?")
        await expect(at.thread.last).to_contain_text("How much was finished.")
        overflow = "document.documentElement.scrollWidth - innerWidth"
        assert await at.page.evaluate(overflow) <= 0


async def test_the_terms_of_a_message_are_explained_in_a_window(at: Window) -> None:
    await at.type("the sprint needs a better estimate")
    await expect(at.messages.last).to_contain_text("better estimate")
    shortcut = at.messages.last.get_by_role("button", name="Explain terms here")
    await shortcut.click()

    window = at.page.get_by_role("dialog")
    await window.get_by_role("button", name="Estimate:").click()
    await expect(window).to_contain_text("A guess at the work.")
    await window.get_by_role("button", name="← Back:").click()
    await expect(window.get_by_role("button", name="Sprint:")).to_be_visible()

    await at.page.keyboard.press("Escape")
    await expect(window).to_be_hidden()
    await expect(shortcut).to_be_focused()
