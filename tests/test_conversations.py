"""People in a workspace, the bot over the wire: what each surface then shows to whom."""

from __future__ import annotations

import pytest

from .conftest import Conversation, title, titles


async def test_the_scene_a_typo_is_answered_and_the_thread_walked_on(
    talk: Conversation,
) -> None:
    asked = await talk.asks(talk.ana, talk.build, "what's a context windw?")
    [card] = talk.slack.thread(asked)
    assert title(card) == "Context window"
    assert card.buttons == ["Token", "Model", "Read definition", "Dismiss"]

    await talk.press(talk.ben, card, "Token")

    assert titles(talk.slack.thread(asked)) == ["Context window", "Token"]
    assert card.buttons[0] == "✓ Token"
    assert talk.slack.messages(talk.build) == [asked]


@pytest.mark.parametrize(
    "text",
    ["what is the spec?", "the token is gone", "what is lunch?", "> what is a token?"],
)
async def test_what_asks_for_no_meaning_is_met_with_silence(
    talk: Conversation, text: str
) -> None:
    said = await talk.asks(talk.ana, talk.build, text)
    assert talk.slack.thread(said) == []
    assert talk.slack.ephemerals == []


async def test_a_private_channel_and_a_group_dm_are_answered_in_the_thread_too(
    talk: Conversation,
) -> None:
    for place in (
        talk.slack.channel("secret", private=True),
        talk.slack.group_dm(talk.ana, talk.ben),
    ):
        asked = await talk.asks(talk.ana, place, "what is a token?")
        assert titles(talk.slack.thread(asked)) == ["Token"]
        assert talk.slack.messages(place) == [asked]


async def test_a_question_in_a_thread_is_answered_in_that_thread(
    talk: Conversation,
) -> None:
    began = await talk.asks(talk.ben, talk.build, "good morning")
    await talk.asks(talk.ana, talk.build, "what is a token?", thread=began)
    assert titles(talk.slack.thread(began)) == ["what is a token?", "Token"]


async def test_a_mention_is_answered_once_in_the_thread(talk: Conversation) -> None:
    asked = await talk.asks(talk.ana, talk.build, "<@U0BOT> trainng?")
    assert titles(talk.slack.thread(asked)) == ["Training"]


async def test_what_a_mention_does_not_find_is_said_to_the_asker_alone(
    talk: Conversation,
) -> None:
    asked = await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a zeppelin?")
    [told] = talk.slack.seen_by(talk.ana, talk.build)
    assert "zeppelin" in told.text
    assert talk.slack.thread(asked) == []
    assert talk.slack.seen_by(talk.ben, talk.build) == []


async def test_in_a_thread_the_private_line_stands_in_that_thread(
    talk: Conversation,
) -> None:
    began = await talk.asks(talk.ben, talk.build, "good morning")
    await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a zeppelin?", thread=began)
    assert len(talk.slack.seen_by(talk.ana, talk.build, thread=began)) == 1


async def test_a_mention_that_asks_nothing_gets_help_only_where_it_opens(
    talk: Conversation,
) -> None:
    await talk.asks(talk.ana, talk.build, "thanks <@U0BOT>")
    assert talk.slack.ephemerals == []
    await talk.asks(talk.ana, talk.build, "<@U0BOT> thanks!")
    [told] = talk.slack.seen_by(talk.ana, talk.build)
    assert "/whatis" in told.text


async def test_a_mention_in_a_group_dm_is_answered_though_no_app_mention_comes(
    talk: Conversation,
) -> None:
    group = talk.slack.group_dm(talk.ana, talk.ben)
    asked = await talk.asks(talk.ana, group, "<@U0BOT> the spec")
    assert titles(talk.slack.thread(asked)) == ["Spec"]


async def test_in_a_group_dm_too_the_unaddressed_bot_is_sure_or_silent(
    talk: Conversation,
) -> None:
    group = talk.slack.group_dm(talk.ana, talk.ben)
    said = await talk.asks(talk.ana, group, "what is a zeppelin?")
    assert talk.slack.thread(said) == []
    assert talk.slack.ephemerals == []


async def test_a_direct_message_is_answered_flat_a_bare_term_too(
    talk: Conversation,
) -> None:
    dm = talk.slack.dm(talk.ana)
    await talk.asks(talk.ana, dm, "token")
    await talk.asks(talk.ana, dm, "<@U0BOT> what is the spec?")
    assert titles(talk.slack.messages(dm)[1::2]) == ["Token", "Spec"]


async def test_a_direct_message_in_a_thread_is_answered_there(talk: Conversation) -> None:
    dm = talk.slack.dm(talk.ana)
    began = await talk.asks(talk.ana, dm, "token")
    await talk.asks(talk.ana, dm, "model", thread=began)
    assert titles(talk.slack.thread(began)) == ["model", "Model"]


async def test_a_direct_message_always_gets_a_reply(talk: Conversation) -> None:
    dm = talk.slack.dm(talk.ana)
    for text in ("zeppelin", "", "token"):
        await talk.asks(talk.ana, dm, text)
    told = talk.slack.messages(dm)[1::2]
    assert "zeppelin" in told[0].text
    assert "/whatis" in told[1].text
    await talk.asks(talk.ana, dm, "token")
    assert title(talk.slack.messages(dm)[-1]) == "Token"


async def test_whatis_answers_only_whoever_typed_it(talk: Conversation) -> None:
    card = await talk.commands(talk.ana, talk.build, "/whatis", "token")
    assert title(card) == "Token"
    assert "Share in channel" in card.buttons
    assert talk.slack.messages(talk.build) == []


@pytest.mark.parametrize("text", ["", "help", " HELP "])
async def test_whatis_alone_shows_help(talk: Conversation, text: str) -> None:
    told = await talk.commands(talk.ana, talk.build, "/whatis", text)
    assert "/glossary" in told.text


async def test_whatis_suggests_what_is_near(talk: Conversation) -> None:
    told = await talk.commands(talk.ana, talk.build, "/whatis", "what is a zeppelin")
    assert "not in the glossary" in told.text


async def test_the_glossary_is_listed_to_whoever_asks(talk: Conversation) -> None:
    page = await talk.commands(talk.ana, talk.build, "/glossary")
    assert len(page.buttons) > 20
    assert "Next →" in page.buttons
    topic = await talk.commands(talk.ana, talk.build, "/glossary", "models")
    assert topic.buttons[:3] == ["Model", "Training", "Parameter"]
    letter = await talk.commands(talk.ana, talk.build, "/glossary", "c")
    assert letter.buttons[:2] == ["Compaction", "Context window"]


async def test_commands_work_where_the_bot_is_no_member(talk: Conversation) -> None:
    elsewhere = talk.slack.channel("elsewhere", bot=False)
    card = await talk.commands(talk.ana, elsewhere, "/whatis", "token")
    assert title(card) == "Token"


async def test_one_name_with_two_meanings_gives_a_picker(talk: Conversation) -> None:
    asked = await talk.asks(talk.ana, talk.build, "what does RL mean?")
    [picker] = talk.slack.thread(asked)
    assert picker.buttons == ["Reinforcement learning", "Rate limit", "Dismiss"]


async def test_two_subjects_are_answered_side_by_side(talk: Conversation) -> None:
    asked = await talk.asks(
        talk.ana, talk.build, "what's the difference between a token and a parameter?"
    )
    [both] = titles(talk.slack.thread(asked))
    assert both.split()[::2] == ["Token", "Parameter"]


async def test_neither_bots_nor_edits_nor_joins_are_answered(talk: Conversation) -> None:
    bot = await talk.ana.says(talk.build, "<@U0BOT> what is a token?", bot_id="B0OTHER")
    joined = await talk.ana.says(talk.build, "what is a token?", subtype="channel_join")
    edited = await talk.asks(talk.ana, talk.build, "good morning")
    await talk.ana.edits(edited, "what is a token?")
    await talk.quiet()
    assert [talk.slack.thread(said) for said in (bot, joined, edited)] == [[], [], []]


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
async def test_a_question_with_a_file_or_sent_to_the_channel_too_is_a_question(
    talk: Conversation, subtype: str
) -> None:
    asked = await talk.ana.says(talk.build, "what is a token?", subtype=subtype)
    await talk.quiet()
    assert titles(talk.slack.thread(asked)) == ["Token"]


async def test_a_message_is_answered_once_however_often_it_is_delivered(
    talk: Conversation,
) -> None:
    asked = await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a token?")
    await talk.slack.redeliver(asked)
    await talk.slack.redeliver(asked, retry_num=2)
    await talk.quiet()
    assert titles(talk.slack.thread(asked)) == ["Token"]


async def test_no_reply_can_notify_anybody(talk: Conversation) -> None:
    dm = talk.slack.dm(talk.ana)
    await talk.asks(talk.ana, dm, "<!channel> &lt;!here&gt; @everyone <@U0BEN>")
    assert not any(said.pings for said in talk.slack.messages(dm)[1:])


async def test_in_a_thread_it_answers_one_may_ask_on(talk: Conversation) -> None:
    asked = await talk.asks(talk.ana, talk.build, "what is a token?")
    await talk.asks(talk.ben, talk.build, "and training?", thread=asked)
    assert titles(talk.slack.thread(asked))[-1] == "Training"

    other = await talk.asks(talk.ana, talk.build, "good morning")
    await talk.asks(talk.ben, talk.build, "and training?", thread=other)
    assert titles(talk.slack.thread(other)) == ["and training?"]


async def test_what_that_means_is_told_below_a_message_that_names_one_term(
    talk: Conversation,
) -> None:
    said = await talk.asks(talk.ana, talk.build, "the training took all night")
    await talk.asks(talk.ben, talk.build, "what does that mean?", thread=said)
    assert titles(talk.slack.thread(said))[-1] == "Training"

    vague = await talk.asks(talk.ana, talk.build, "training needs many a token")
    await talk.asks(talk.ben, talk.build, "what does that mean?", thread=vague)
    assert titles(talk.slack.thread(vague)) == ["what does that mean?"]
