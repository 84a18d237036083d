"""What the bot shows calls things by their names: no id, no key and no code of ours or Slack's."""

import re
from collections.abc import Iterator

from bot.specimens.request import Words
from tests.bot.shown import shown

#: An id of ours (`acc_1`), a word with lines in it (`customer_service`), an id of Slack's or of
#: Spotify's, and what a value without a word for it is written as.
_CODE = re.compile(
    r"\b[a-z]{3}_[0-9A-Za-z]+\b|\b[a-z]+(?:_[a-z0-9]+)+\b|\b[CDGTUW][0-9A-Z]{6,}\b"
    r"|\bspotify:\w+:\w+|\bTrue\b|\bFalse\b"
)

#: What Slack draws as a name, or follows and does not show.
_DRAWN = re.compile(r"<(?:[@#!][^>]*|https?:[^|>]*\|?)|https?://\S+")

#: Where a text stands that somebody reads; all others are addresses, values and shapes.
_READ = frozenset({"alt_text", "fallback", "text", "title"})

#: What is shown all the same, as patterns, with why.
_MEANT = {
    "agr_1": "the API is asked to end an agreement by its id",
    "grt_1": "the API is asked about a grant by its id",
    "dst_1": "the API is asked to close a report by its id",
    "campaign_stages": "a rule table is called by its author, and found by that name",
    "brand_own": "a rule is called by its author, and found by that name in its table",
    r"[a-z]+_asset_id_1": "a file that is not there has no name, and may be one of many",
    "legal_lead": "a team that nobody has set up has no name, and is set up with this key",
}


def test_what_is_shown_is_called_by_its_name() -> None:
    unmeant = {code for code in _shown() if not any(re.fullmatch(one, code) for one in _MEANT)}

    assert unmeant == set()


def test_no_sentence_of_ours_has_backticks_where_they_are_no_markup() -> None:
    words = Words()
    theirs = (words.refusal, words.flaw, f"`{words.column}`")
    texts = [text for one in shown() for text in _pieces(one["payload"])]

    assert [text for text in texts if "`" in text and not any(one in text for one in theirs)] == []


def test_what_is_meant_to_be_shown_by_its_key_is_shown_so() -> None:
    found = _shown()

    assert [one for one in _MEANT if not any(re.fullmatch(one, code) for code in found)] == []


def _pieces(shown: object) -> Iterator[str]:
    """Yield every piece of a rich text."""
    match shown:
        case {"type": "text", "text": str(text)}:
            yield text
        case dict():
            for held in shown.values():
                yield from _pieces(held)
        case list():
            for held in shown:
                yield from _pieces(held)


def _shown() -> set[str]:
    return {code for one in shown() for text in _texts(one["payload"]) for code in _codes(text)}


def _codes(text: str) -> list[str]:
    return _CODE.findall(_DRAWN.sub("", text))


def _texts(shown: object, key: str = "") -> Iterator[str]:
    """Yield every text that somebody reads."""
    match shown:
        case dict():
            for name, held in shown.items():
                yield from _texts(held, name)
        case list():
            for held in shown:
                yield from _texts(held, key)
        case str() if key in _READ:
            yield shown
