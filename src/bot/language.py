"""What the bot says, in the language of whoever reads it.

The code holds whole English sentences with named values; `locales/<language>.po` holds each again
in another language, and what it does not hold is said in English. Whoever draws something for a
reader does so `with speaking(...)`; outside of that the bot speaks English.

`python -m tests.bot.texts` (`make texts`) brings the catalogues up to what the code says; the
names it looks for are `say`, `say_of`, `say_n` and `later`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from io import BytesIO
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from domain.money import Money

#: The language of the code, and of everybody whose own the bot does not speak.
ENGLISH = "en"

#: How English that belongs to no country writes its days: 1 Dec 2026.
_ENGLISH = Locale("en", "001")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads: how they write numbers and days, what they speak, where they are."""

    locale: Locale
    texts: NullTranslations
    zone: tzinfo


_NOBODY = _Reader(_ENGLISH, NullTranslations(), UTC)
_reader: ContextVar[_Reader] = ContextVar("reader", default=_NOBODY)


@contextmanager
def speaking(locale: str, zone: str = "UTC") -> Iterator[None]:
    """Say everything within in the language of `locale`, such as de-AT, at the times of `zone`.

    An unknown or unspoken language is English, an unknown zone is UTC; nothing is raised.
    """
    before = _reader.set(_reading(locale, zone))
    try:
        yield
    finally:
        _reader.reset(before)


def spoken_here() -> str:
    """Return the language that is being spoken, such as `de`."""
    return _reader.get().locale.language


@cache
def languages() -> tuple[str, ...]:
    """Return every language the bot speaks, English first."""
    held = (one.name for one in resources.files("bot").joinpath("locales").iterdir())
    return (ENGLISH, *sorted(name.removesuffix(".po") for name in held if name.endswith(".po")))


# Sentences.


def say(sentence: str, **values: object) -> str:
    """Return a sentence with its `values` put where it names them."""
    return _reader.get().texts.gettext(sentence).format(**values)


def say_of(context: str, sentence: str, **values: object) -> str:
    """Return a sentence that is another one in other languages where it is said of `context`."""
    return _reader.get().texts.pgettext(context, sentence).format(**values)


def say_n(one: str, many: str, n: int, **values: object) -> str:
    """Return the sentence for `n` things, which it names as `{n}`."""
    said = _reader.get().texts.ngettext(one, many, n)
    return said.format(n=number(n), **values)


def later(sentence: str) -> str:
    """Mark a sentence of a table, which is made once; what is taken from it goes through `say`."""
    return sentence


# Values in sentences.


def number(value: Decimal | float) -> str:
    """A number, with what the reader's language puts between thousands: 12,500 or 12.500."""
    return format_decimal(value, locale=_reader.get().locale)


def rounded(value: float, digits: int) -> str:
    """A number with exactly so many digits behind the point."""
    return format_decimal(value, format="#,##0." + "0" * digits, locale=_reader.get().locale)


def amount(value: Money) -> str:
    """An amount with all of its digits, and its currency by code, which is never ambiguous."""
    digits = -int(value.amount.as_tuple().exponent)
    pattern = "#,##0." + "0" * digits if digits > 0 else "#,##0"
    told = format_decimal(value.amount, format=pattern, locale=_reader.get().locale)
    return f"{told} {value.currency}"


def day(at: date) -> str:
    """A day: 1 Dec 2026, Dec 1, 2026 or 01.12.2026."""
    return format_date(at, "medium", locale=_reader.get().locale)


def instant(at: datetime, zone: tzinfo | None = None) -> str:
    """An instant to the minute, in the reader's zone or in `zone`, which is named."""
    reader = _reader.get()
    there = at.astimezone(zone or reader.zone)
    clock = format_datetime(there, "HH:mm z", tzinfo=zone or reader.zone, locale=reader.locale)
    return f"{day(there.date())} {clock}"


# Catalogues.


@lru_cache(256)
def _reading(locale: str, zone: str) -> _Reader:
    found = _locale(locale)
    if found.language not in languages():
        found = _ENGLISH
    return _Reader(found, catalogue(found.language), _zone(zone))


def _locale(name: str) -> Locale:
    """Return a locale, without its country where the two are not known together."""
    language = name.replace("-", "_").partition("_")[0]
    for wanted in (name.replace("-", "_"), language):
        try:
            found = Locale.parse(wanted)
        except (UnknownLocaleError, ValueError):
            continue
        return _ENGLISH if str(found) == ENGLISH else found
    return _ENGLISH


def _zone(name: str) -> tzinfo:
    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


@cache
def catalogue(language: str) -> NullTranslations:
    """Return what a language says for each English sentence; nothing for English itself.

    It is compiled in memory, for the tree holds what people write only.
    """
    if language == ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, written(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def written(language: str) -> Catalog:
    """Return the catalogue of a language as its translator wrote it."""
    file = resources.files("bot").joinpath("locales", f"{language}.po")
    return read_po(BytesIO(file.read_bytes()), locale=language)
