"""Slack's message text as a person reads it: markup undone, quotes and code set apart.

Slack sends text escaped and marked up (`<@U1>`, `<url|label>`, `&amp;`, `*bold*`); see
https://docs.slack.dev/messaging/formatting-message-text.
"""

from __future__ import annotations

import html
import re
import unicodedata

from .nfkc import nfkc

LONGEST = 12_000  # characters read of one message; Slack shows no longer ones whole

_FENCE = re.compile(r"```.*?(?:```|\Z)", re.S)
_CODE = re.compile(r"`([^`\n]+)`")
_BLOCK_QUOTE = re.compile(r"^[^\S\n]*(?:&gt;|>){3}.*\Z", re.M | re.S)
_QUOTE = re.compile(r"^[^\S\n]*(?:&gt;|>).*$", re.M)
_PERSON = re.compile(r"<@[^<>\n]*>")
_SPECIAL = re.compile(r"<![^<>\n]*>")
_CHANNEL = re.compile(r"<#[^<>|\n]*(?:\|([^<>\n]*))?>")
_LABELLED = re.compile(r"<(?:https?|mailto|tel):[^<>|\n]*\|([^<>\n]*)>", re.I)
_ADDRESS = re.compile(r"<(?:https?|mailto|tel):[^<>\n]*>|\bhttps?://\S+", re.I)
_STYLED = re.compile(r"(?<!\w)([*_~])(?!\s|\1)([^\n]{0,300}?\S)(?<!\1)\1(?!\w|\1)")
_EMOJI_NAME = re.compile(r"(?<![\w:]):[a-z0-9_+'-]+:(?:(?=:)|(?!\w))", re.I)
_QUOTES = str.maketrans("‘’ʼ´“”„«»\u00a0\u202f", '\'\'\'\'"""""  ')
_SIGN = re.compile(r"[^\x00-\x7f]")  # it may be a picture
_NO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\ufe0e\ufe0f]")

LINK = "\ue000"  # stands where an address stood, so that nothing else reads as one
PERSON = "\ue001"  # stands where somebody was mentioned


def plain(text: str) -> str:
    """The words of a message, without markup, quoted lines, code blocks and emoji.

    A code span becomes quoted words. Addresses and mentions leave one private-use
    character (`LINK`, `PERSON`) behind, emoji a comma. `LONGEST` characters are read.
    """
    text = text[:LONGEST]
    if text.isascii() and text.replace(" ", "").isalnum():
        return text
    if "`" in text:
        text = _FENCE.sub("\n", text)
    if ">" in text or "&gt;" in text:
        text = _QUOTE.sub("", _BLOCK_QUOTE.sub("", text))
    if "`" in text:
        text = _CODE.sub(r' "\1" ', text)
    if "<" in text:
        text = _SPECIAL.sub(" ", _PERSON.sub(PERSON, text))
        text = _CHANNEL.sub(r"#\1", _LABELLED.sub(_label, text))
    if "<" in text or "://" in text:
        text = _ADDRESS.sub(LINK, text)
    text = html.unescape(text)
    if not text.isascii():
        text = _without_pictures(text.translate(_QUOTES))
    if ":" in text:
        text = _EMOJI_NAME.sub(" , ", text)
    return _unstyled(text)


def skimmed(text: str) -> str:
    """Every word of `plain(text)` in lower case, and some that are none, at less cost.

    Dots are left out, as acronyms are read without them (“w.t.f.”).
    """
    text = text[:LONGEST]
    if _CUT_OUT.search(text) or ("\n" in text and ">" in text):
        text = plain(text)  # words before and behind may come together
    elif "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = _NO_WIDTH.sub("", nfkc(text)).replace("İ", "I")
    return text.replace(".", "").lower()


_CUT_OUT = re.compile(r"\||&gt;|```|<!")


def _label(link: re.Match[str]) -> str:
    """A link's label; one that is a question itself is a headline, not asked here."""
    return LINK if "?" in link[1] else link[1]


def without_code(text: str) -> str:
    """A message's text as Slack gives it, code spans and blocks left out."""
    text = text[:LONGEST]
    return _CODE.sub(" ", _FENCE.sub("\n", text)) if "`" in text else text


def _unstyled(text: str) -> str:
    for _ in range(3):  # bold, italic and strike may stand inside one another
        if not ("*" in text or "_" in text or "~" in text):
            break
        text = _STYLED.sub(r"\2", text)
    return text


def _without_pictures(text: str) -> str:
    """Unicode emoji and characters of no width dropped; Latin variants made plain."""
    text = _NO_WIDTH.sub("", nfkc(text)[:LONGEST])  # one sign may stand for eighteen
    return _SIGN.sub(_pictureless, text)


def _pictureless(sign: re.Match[str]) -> str:
    return " , " if unicodedata.category(sign[0]) in ("So", "Sk", "Cs") else sign[0]
