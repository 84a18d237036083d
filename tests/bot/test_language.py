"""Texts in the reader's language; numbers, amounts and days as it writes them."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from bot.catalogues import anywhere, catalogue, languages, sentences
from bot.language import (
    day,
    instant,
    money,
    number,
    rounded,
    say,
    say_n,
    speaking,
    spoken_here,
)
from domain.money import Money

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def test_english_and_german_are_spoken() -> None:
    assert languages() == ("en", "de")


def test_outside_of_any_reader_the_bot_speaks_english() -> None:
    assert spoken_here() == "en"
    assert say("{who} asks for {what}.", who="Ada", what="{who}") == "Ada asks for {who}."
    assert say_n("{n} file", "{n} files", 1) == "1 file"
    assert say_n("{n} file", "{n} files", 12_000) == "12,000 files"


@pytest.mark.parametrize("locale", ["fr-FR", "tlh", "", "..", "de\0", "x" * 99])
def test_languages_nobody_translated_are_english(locale: str) -> None:
    with speaking(locale, "Europe/Paris"):
        assert spoken_here() == "en"
        assert day(date(2026, 12, 1)) == "1 Dec 2026"


@pytest.mark.parametrize("locale", ["de", "de-DE", "de_AT", "de-XX", "de-DE-1996"])
def test_every_country_that_speaks_german_reads_german(locale: str) -> None:
    with speaking(locale):
        assert spoken_here() == "de"


def test_what_is_not_translated_is_said_in_english() -> None:
    with speaking("de"):
        assert say("Nobody ever translates {this}.", this=1) == "Nobody ever translates 1."


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en", "12,500.00 EUR; 1,250,000 JPY; 1,234; 20.0; 1 Jul 2026"),
        ("en-US", "12,500.00 EUR; 1,250,000 JPY; 1,234; 20.0; Jul 1, 2026"),
        ("de", "12.500,00 EUR; 1.250.000 JPY; 1.234; 20,0; 01.07.2026"),
    ],
)
def test_amounts_numbers_and_days_are_written_as_the_reader_writes_them(
    locale: str, written: str
) -> None:
    with speaking(locale):
        euros, yen = Money(1_250_000, "EUR"), Money(1_250_000, "JPY")
        told = [money(euros), money(yen), number(1_234), rounded(20, 1), day(NOON.date())]
    assert "; ".join(told) == written


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("UTC", "01.07.2026 12:00 UTC"),
        ("Europe/Berlin", "01.07.2026 14:00 MESZ"),
        ("No/Where", "01.07.2026 12:00 UTC"),
        ("../etc/passwd", "01.07.2026 12:00 UTC"),
    ],
)
def test_instants_are_told_in_the_readers_zone_which_is_named(zone: str, written: str) -> None:
    with speaking("de", zone):
        assert instant(NOON) == written
        assert instant(NOON, UTC) == "01.07.2026 12:00 UTC"


async def test_two_readers_at_once_each_read_their_own_language() -> None:
    begun = asyncio.Event()

    async def german() -> str:
        with speaking("de"):
            begun.set()
            await asyncio.sleep(0)
            return number(1_000)

    async def english() -> str:
        await begun.wait()
        return number(1_000)

    said = await asyncio.gather(german(), english())
    assert [*said] == ["1.000", "1,000"]


def test_catalogues_are_compiled_once() -> None:
    assert catalogue("de") is catalogue("de")


def test_a_sentence_of_few_words_is_known_by_its_context_only() -> None:
    short = "This is needed."

    assert any(known.fullmatch(short) for held in sentences("de").values() for known, _ in held)
    assert not any(known.fullmatch(short) for known, _ in anywhere("de"))
