"""Everything the bot says is said in every language it speaks, and said as well there."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any
from zoneinfo import available_timezones

import pytest

from bot.catalogues import ENGLISH, languages, written
from bot.gallery import gallery
from bot.language import refusal, retold, speaking
from bot.limits import problems
from bot.messages.telling import deliverable
from bot.messages.terms import file_kind, request_state, stage_state, word
from bot.specimens.kinds import brief
from bot.specimens.request import Specimen, Words
from domain.approvals.model import StageState
from domain.catalog.model import AssetKind, Category
from domain.errors import Conflict, Forbidden, HubError, Invalid, Missing
from domain.ids import Prefix, new
from domain.requests.kinds import PLAIN
from domain.requests.kinds.campaign import CallToAction, Objective
from domain.requests.kinds.compensation import Remedy, Severity
from domain.requests.kinds.episode_release import Target
from domain.requests.kinds.heard import Position
from domain.requests.kinds.music_licence import Right
from domain.requests.kinds.promotion import Occasion
from domain.requests.kinds.repurpose import Channel
from domain.requests.kinds.retirement import Ending
from domain.requests.kinds.sponsorship import Read
from domain.requests.kinds.takedown import TakedownReason
from domain.requests.kinds.targeting import Means
from domain.requests.model import RequestState
from tests.bot.shown import shown as everything_shown
from tests.bot.texts import (
    IN_CHAT,
    LOCALES,
    NOT_IN_CHAT,
    SRC,
    Said,
    brought_up,
    raised,
    refused_by_core,
    said_by_bot,
    untranslated,
)

OTHERS = [language for language in languages() if language != ENGLISH]

#: Codes of errors whose sentences are not the core's own, and so stay as they are, with why.
OTHERS_WORDS = {
    "refused_by_rules": "the sentences stand in the customer's own tables",
    "case_fails": "what a table's own test cases say",
    "rules_clash": "what the analysis of a table says; the card tells the findings",
    "bad_stages": "what is wrong with a table's own results",
    "no_such_user": "people are chosen from menus, in chat",
}

#: How long the words on a button are, at most: Slack shows about thirty signs of them.
BUTTON_MAX = 30

#: Words that are the same in another language.
SAME = {
    "de": {
        *("audio", "budget", "details", "greenlight", "logo"),
        *("live", "name", "revision", "sponsor", "version"),
        *(
            "cover",
            "interview",
            "megaphone",
            "newsletter",
            "segment",
            "video",
            "webhook",
            "website",
        ),
    }
}

#: Words of people in the gallery that a specimen does not set.
SAMPLES = {
    *("another", "beans", "cases", "coffee", "example", "hums", "https", "legal", "requests"),
    *("country", "other", "roasters", "spotify", "spring", "that", "word", "zqxzqx"),
}


@cache
def everything() -> tuple[Said, ...]:
    return (*said_by_bot(), *refused_by_core())


def test_there_is_something_to_say() -> None:
    assert len([*said_by_bot()]) > 200
    assert len([*refused_by_core()]) > 100


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated_and_nobody_doubts_it(language: str) -> None:
    assert [message.id for message in untranslated(language)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_catalogues_hold_what_the_code_says_in_order_and_nothing_else(language: str) -> None:
    """Else `make texts` brings them up to it, and somebody translates what is empty."""
    assert (LOCALES / f"{language}.po").read_bytes() == brought_up(language, everything())


@pytest.mark.parametrize("language", OTHERS)
def test_translations_name_the_same_values(language: str) -> None:
    unlike = [
        (english, said)
        for message in written(language)
        for english, said in zip(_texts(message.id), _texts(message.string), strict=True)
        # What the core says need not be said with every value of it; nor does one thing.
        if not _names(said) <= _names(english)
        or (not message.context and _names(english) != _names(said))
    ]
    assert unlike == []


@pytest.mark.parametrize("language", OTHERS)
def test_translations_keep_markup_and_how_a_sentence_ends(language: str) -> None:
    def shape(text: str) -> tuple[object, ...]:
        ending = text[-1] if text[-1] in ".?:…" else ""
        return (*(text.count(sign) for sign in "*`\n"), ending, text.startswith("• "))

    unlike = [
        (english, said)
        for message in written(language)
        if not message.context
        for english, said in zip(_texts(message.id), _texts(message.string), strict=True)
        if english and shape(english) != shape(said)
    ]
    assert unlike == []


def test_sentences_are_written_out_where_they_are_marked() -> None:
    """A sentence that is put together is in no catalogue."""
    marks = {"say", "say_n", "later", "later_n", "woven"}
    glued = [
        f"{path.name}:{node.lineno}"
        for path in sorted((SRC / "bot").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in marks
        if any(isinstance(argument, (ast.JoinedStr, ast.BinOp)) for argument in node.args)
    ]
    assert glued == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_refusal_of_the_core_is_known_or_there_is_a_reason(language: str) -> None:
    known = {message.context for message in written(language)}
    left = {
        f"{name}: {code}"
        for name, code in _codes()
        if code not in known and code not in OTHERS_WORDS
        if name.startswith(IN_CHAT) or not name.startswith(tuple(NOT_IN_CHAT))
    }
    assert left == set()


def test_no_reason_outlives_what_it_is_given_for() -> None:
    names = {path.relative_to(SRC).as_posix() for path in (SRC / "domain").rglob("*.py")}
    codes = {code for _, code in _codes()}

    assert [part for part in NOT_IN_CHAT if not any(name.startswith(part) for name in names)] == []
    assert [code for code in OTHERS_WORDS if code not in codes] == []


def test_refusals_are_told_in_the_readers_language_with_their_values() -> None:
    late = Conflict("stage_closed", "`Legal {x}` is changes requested already.")
    long = Invalid("string_too_long", "This is too long; at most 25 characters.")

    with speaking("de-AT"):
        assert refusal(late) == "„Legal {x}“ ist schon abgeschlossen (Änderungen verlangt)."
        assert refusal(long) == "Das ist zu lang; höchstens 25 Zeichen."
        assert refusal(Forbidden("stage_closed", "Another sentence.")) == "Another sentence."
        assert refusal(Forbidden("no_code", "A sentence of its own.")) == "A sentence of its own."
    assert refusal(late) == late.message.replace("`Legal {x}`", "“Legal {x}”")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Missing("no_such_case", "There is no case `{}` that you may see."), False),
        (Invalid("no_such_brand", "There is no brand `{}`."), False),
        (Invalid("asset_not_usable", "The brand has no file `{}`."), False),
        (Invalid("wrong_kind", "`{}` is of the kind show; name that kind, or none."), True),
    ],
)
def test_what_is_not_there_is_not_named_by_its_id_in_chat(error: HubError, told: object) -> None:
    wanted = new(Prefix.CASE)
    said = refusal(type(error)(error.code, error.message.format(wanted)))

    assert (wanted in said) is told
    assert told or said == "This is not there any more, or you may not see it."
    assert "“#12”" in refusal(Missing("no_such_case", "There is no case `#12`."))


@pytest.mark.parametrize("language", OTHERS)
def test_every_state_and_choice_has_its_word(language: str) -> None:
    with speaking(ENGLISH):
        english = _words()
    with speaking(language):
        translated = _words()

    alike = {english[at].lower() for at in _alike(english, translated)}
    assert alike - SAME[language] == set()


def test_what_teams_are_to_do_is_told_in_their_language_with_its_choices() -> None:
    paid = "Give 120.00 EUR as make good, once, and close case 7."
    where = "Write the brief and put the files together for: in store, website."

    with speaking("de"):
        assert retold("instruction", paid) == (
            "Leisten Sie 120.00 EUR (Ersatzleistung), einmal, und schließen Sie den Vorgang 7."
        )
        assert retold("instruction", where) == (
            "Schreiben Sie das Briefing und stellen Sie die Dateien zusammen für:"
            " Im Laden, Website."
        )
        assert retold("instruction", "Somebody's own words.") == "Somebody's own words."
        assert deliverable("production", "Release form: A. Guest") == (
            "Einverständniserklärung: A. Guest"
        )
        assert deliverable("sponsorship", "Script") == "Script"
    assert retold("instruction", paid) == paid


@pytest.mark.parametrize("language", OTHERS)
def test_every_kind_says_what_to_do_in_every_language(language: str) -> None:
    """Whatever a kind tells those it is handed over to, the catalogue knows it again."""
    left = []
    for kind in PLAIN:
        for turn in range(2):
            made = brief(Specimen(), kind, turn)
            told = kind.hands_over.instructions(made) if kind.hands_over else ()
            with speaking(language):
                left += [one for one in told if retold("instruction", one) == one]
    assert left == []


def test_every_payload_is_drawn_in_every_language() -> None:
    shown = {item["name"]: item for item in everything_shown()}
    english = [name for name in shown if not name.endswith(tuple(f", {one}" for one in OTHERS))]

    assert len(shown) == len(english) * len(languages())
    for name in english:
        for language in OTHERS:
            item = shown[f"{name}, {language}"]
            assert item["surface"] == shown[name]["surface"]
            assert problems(item["payload"], item["surface"]) == [], item["name"]


def test_buttons_are_short_enough_to_be_read() -> None:
    long = {
        part["text"]["text"]
        for item in everything_shown()
        for part in _parts(item["payload"])
        if part.get("type") == "button" and len(part["text"]["text"]) > BUTTON_MAX
    }
    assert long == set()


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_of_ours_is_left_in_english(language: str) -> None:
    """Whatever is drawn alike in two languages is somebody's words, or is written alike in both."""
    theirs = Words(**{name: "zqx" for name in Words.__dataclass_fields__ if name != "click_url"})
    shown = {item["name"]: item["payload"] for item in gallery(Specimen(theirs))}
    alike = {
        text
        for name, payload in shown.items()
        if f"{name}, {language}" in shown
        for text, said in zip(_shown(payload), _shown(shown[f"{name}, {language}"]), strict=True)
        if text == said
    }
    known = SAME[language] | SAMPLES
    alike -= available_timezones()
    ours = {text: re.sub("(zqx)+", " ", text.lower()) for text in alike}
    left = {text for text, said in ours.items() if set(re.findall(r"[^\W\d_]{4,}", said)) - known}

    assert left == set()


def _codes() -> Iterator[tuple[str, str]]:
    for path in sorted((SRC / "domain").rglob("*.py")):
        for _, code in raised(ast.parse(path.read_text())):
            yield _name(path), code


def _name(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


def _texts(said: Any) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def _names(text: str) -> set[str]:
    return {name for _, name, *_ in Formatter().parse(text) if name}


def _words() -> list[str]:
    choices = [
        *(*Objective, *CallToAction, *Category, *Position, *Read, *Remedy, *Severity, *Target),
        *(*Right, *Occasion, *Channel, *Ending, *TakedownReason, *Means),
    ]
    return [
        *map(word, choices),
        *map(file_kind, AssetKind),
        *map(stage_state, StageState),
        *map(request_state, RequestState),
    ]


def _alike(some: list[str], others: list[str]) -> list[int]:
    return [at for at, one in enumerate(some) if one.lower() == others[at].lower()]


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for held in value.values():
            yield from _parts(held)
    elif isinstance(value, list):
        for held in value:
            yield from _parts(held)


def _shown(payload: Any) -> list[str]:
    """Everything of a payload that is read or heard."""
    return [
        text
        for part in _parts(payload)
        for name in ("text", "accessibility_label")
        if isinstance(text := part.get(name), str)
        if part.get("style") != {"code": True}  # Names of the API are no words.
    ]


@pytest.mark.parametrize("language", [ENGLISH, *OTHERS])
def test_no_refusal_shows_a_sign_that_nothing_reads_where_it_stands(language: str) -> None:
    with speaking(language, "UTC"):
        shown = [refusal(Invalid(code, one)) for one, code in _refused()]
    assert len(shown) > 500
    assert [text for text in shown if "`" in text] == []


def test_nothing_of_ours_has_signs_that_nothing_reads_where_it_stands() -> None:
    """Backticks are markup in mrkdwn alone; elsewhere they would be seen."""
    theirs = Words(**{name: "zqx" for name in Words.__dataclass_fields__ if name != "click_url"})
    ticked = {
        item["name"]
        for item in gallery(Specimen(theirs))
        for part in _parts(item["payload"])
        if part.get("type") in {"plain_text", "text"} and "`" in part["text"]
    }
    assert ticked == set()


def _refused() -> list[tuple[str, str]]:
    return [(one.sentence, one.context) for one in refused_by_core() if one.context]
