"""What the bot says, in the language of whoever reads it.

The code holds whole English sentences with named values; `catalogues` holds each again in another
language, and what it does not hold is said in English. Whoever draws something for a
reader does so `with speaking(...)`; outside of that the bot speaks English.

What the core says of a refusal is English as well. It is known again by the error's code and the
fixed words of its sentence, and said in the reader's language with the same values (`retold`).

`make texts` brings the catalogues up to what the code says; it looks for the functions here and
for what the core raises.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache, reduce
from gettext import NullTranslations
from string import Formatter
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, parse_decimal

from bot.catalogues import ENGLISH, Known, anywhere, catalogue, languages, sentences
from domain.errors import HubError, Missing
from domain.money import Money

#: Under what the catalogue holds what keeps a request from going on, as the core says it.
TROUBLE = "trouble"

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


def turn_to(locale: str, zone: str) -> None:
    """Speak to somebody else until the end of the `speaking` around it."""
    _reader.set(_reading(locale, zone))


def spoken_here() -> str:
    """Return the language that is being spoken, such as `de`."""
    return _reader.get().locale.language


def tongue(tag: str) -> str:
    """Return what a language is called in the reader's, by its tag of BCP 47, such as `es-419`."""
    here = _reader.get().locale
    return Locale.parse(tag, sep="-").get_display_name(here) or tag


# Sentences.


def say(sentence: str, /, **values: object) -> str:
    """Return a sentence with its `values` put where it names them."""
    return _reader.get().texts.gettext(sentence).format(**values)


def say_n(one: str, many: str, n: int, /, **values: object) -> str:
    """Return the sentence for `n` things, which it names as `{n}`."""
    said = _reader.get().texts.ngettext(one, many, n)
    return said.format(n=number(n), **values)


def later(sentence: str) -> str:
    """Mark a sentence of a table, which is made once; what is taken from it goes through `say`."""
    return sentence


def later_n(one: str, many: str) -> tuple[str, str]:
    """Mark a sentence that is counted; what is taken from a table goes through `say_n`."""
    return one, many


def parted(sentence: str) -> list[tuple[str, str | None]]:
    """Return a sentence as its fixed words, each with the name of the value after it, if any.

    For sentences whose values are no text, such as an instant that Slack shows itself.
    """
    said = _reader.get().texts.gettext(sentence)
    return [(words, name) for words, name, *_ in Formatter().parse(said)]


#: What the sentences of the core name as it is written: a command, a field, a value.
_TICKED = re.compile("`([^`]+)`")
#: How codes begin of what is said to be wrong for it is not there.
_GONE = ("no_such_", "asset_not_usable")
_ID = re.compile("`[a-z]+_[0-9a-z]{26}`")


def refusal(error: HubError) -> str:
    """Return why something is refused, in the reader's language where it is known there.

    What is not there is never named by its id: nobody in chat gave one or could look it up.
    """
    gone = isinstance(error, Missing) or error.code.startswith(_GONE)
    if gone and _ID.search(error.message):
        return say("This is not there any more, or you may not see it.")
    return retold(error.code, error.message)


def retold(context: str, text: str) -> str:
    """Return an English sentence of the core in the reader's language, with its own values.

    `context` is the code of an error, or what else the catalogue holds such sentences under. It
    stands where no markup is read: what the core has in backticks is in quotation marks here.
    """
    return _quoted(_told_again(context, text))


def last_word(note: str) -> str:
    """Return the last word on a request: as somebody wrote it, or what the core noted, retold."""
    return retold(TROUBLE, note) if _told_again(TROUBLE, note) != note else note


def _quoted(text: str) -> str:
    return _TICKED.sub(lambda found: say("“{words}”", words=found[1]), text)


def _told_again(context: str, text: str) -> str:
    """Return a sentence of the core in the reader's language, with its backticks."""
    return _found(sentences(spoken_here()).get(context, ()), text) or text


def _found(known: Iterable[Known], text: str) -> str:
    """Return what the first of `known` that knows a sentence says of it; empty if none does."""
    for pattern, said in known:
        found = pattern.fullmatch(text)
        if found is not None:
            return said.format(**{name: _term(name, v) for name, v in found.groupdict().items()})
    return ""


def _part(text: str) -> str:
    """Return a sentence of the core, of whatever context, that stands within another.

    There it has lost the point at its end, or stands beside others.
    """
    known = sentences(spoken_here()).get(TROUBLE, ())
    several = [_found(known, one) for one in text.split(" and ")]
    if all(several):
        return reduce(lambda one, other: say("{one} and {other}", one=one, other=other), several)
    if whole := _found(anywhere(spoken_here()), text):
        return whole
    return _found(anywhere(spoken_here()), f"{text}.").removesuffix(".") or text


#: Values of sentences of the core that are such sentences themselves, or parts of one.
_SAID = frozenset({"doing", "more", "why", "wrong"})

#: Values of sentences of the core that are choices of a brief.
_CHOSEN = frozenset({"channels", "occasion", "remedy", "target"})


def _term(name: str, value: str) -> str:
    """Return a value of a sentence of the core: states and choices are words of ours."""
    words = value.replace("_", " ")
    if name in _SAID:
        return _part(value)
    if name == "problems":
        return "; ".join(map(_part, value.split("; ")))
    if name in _CHOSEN:
        every = (_reader.get().texts.gettext(one.capitalize()) for one in words.split(", "))
        return ", ".join(every)
    return _reader.get().texts.gettext(words) if name == "state" else value


# Values in sentences.


def number(value: Decimal | float) -> str:
    """A number, with what the reader's language puts between thousands: 12,500 or 12.500."""
    return format_decimal(value, locale=_reader.get().locale)


def exact(value: Decimal) -> str:
    """A number with every digit that it has."""
    return format_decimal(value, locale=_reader.get().locale, decimal_quantization=False)


def rounded(value: Decimal | float, digits: int) -> str:
    """A number with exactly so many digits behind the point."""
    return format_decimal(value, format="#,##0." + "0" * digits, locale=_reader.get().locale)


def money(value: Money) -> str:
    """An amount of money, with its currency."""
    return amount(value.amount, value.currency)


def amount(value: Decimal, currency: str) -> str:
    """An amount with all of its digits, and its currency by code, which is never ambiguous."""
    digits = -int(value.as_tuple().exponent)
    pattern = "#,##0." + "0" * digits if digits > 0 else "#,##0"
    return f"{format_decimal(value, format=pattern, locale=_reader.get().locale)} {currency}"


def amount_example() -> str:
    """An amount as somebody may enter it: 12500.00 or 12500,00."""
    return format_decimal(12_500, format="0.00", locale=_reader.get().locale)


def amount_in(text: str) -> Decimal:
    """Return the amount somebody wrote in their own language.

    Raises `ValueError` where points and commas do not stand where that language puts them: what
    is 12,500 to one reader is 12.5 to another.
    """
    try:
        return parse_decimal(text.strip(), locale=_reader.get().locale, strict=True)
    except (ValueError, ArithmeticError) as error:
        raise ValueError("this is no amount") from error


def day(at: date) -> str:
    """A day: 1 Dec 2026, Dec 1, 2026 or 01.12.2026."""
    return format_date(at, "medium", locale=_reader.get().locale)


def here(at: datetime) -> date:
    """The day of an instant in the reader's zone."""
    return at.astimezone(_reader.get().zone).date()


def instant(at: datetime, zone: tzinfo | None = None) -> str:
    """An instant to the minute, in the reader's zone or in `zone`, which is named."""
    reader = _reader.get()
    there = at.astimezone(zone or reader.zone)
    clock = format_datetime(there, "HH:mm z", tzinfo=zone or reader.zone, locale=reader.locale)
    return f"{day(there.date())} {clock}"


# Readers.


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
