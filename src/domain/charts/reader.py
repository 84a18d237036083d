"""Numbers, days and words as the reader of a chart writes them."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
)

from domain.charts.model import Measure, Unit
from domain.charts.words import WORDS

#: From here on, an amount is written without its cents.
_WHOLE_FROM = 100.0

#: Below, numbers are too small to be written shorter; shares take another digit.
_SHORT_FROM, _SMALL_SHARE = 10.0, 0.1

#: A share of next to nothing says no more than this: 9,999 percent.
_SHARE_MAX = 99.99

_UNGROUPED = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever looks at a chart: their locale, and the language its words are in."""

    locale: Locale
    language: str

    def say(self, key: str, **parts: str) -> str:
        """Return the words for `key`."""
        return WORDS[self.language][key].format(**parts)

    def full(self, measure: Measure, value: float) -> str:
        """Return a number with all that people read of it: $14,250, 71.2%, 12,345."""
        return _full(measure.unit, measure.currency, value, self.locale)

    def short(self, measure: Measure, value: float) -> str:
        """Return a number as short as an axis takes it: $14.3K, 71%, 12K."""
        return _short(measure.unit, measure.currency, value, self.locale)

    def share(self, value: float) -> str:
        """Return a fraction of one as whole percent, of at most `_SHARE_MAX`."""
        return str(format_percent(min(value, _SHARE_MAX), locale=self.locale))

    def count(self, value: int) -> str:
        """Return a whole number."""
        return str(format_decimal(value, locale=self.locale))

    def day(self, day: date) -> str:
        """Return a day without its year: 17 Nov."""
        return _day(day, self.locale)

    def date(self, day: date) -> str:
        """Return a day with its year: 17 Nov 2026."""
        return str(format_date(day, "medium", locale=self.locale))


@lru_cache(maxsize=64)
def reader_of(locale: str) -> Reader:
    """Return the reader of a locale such as de-AT; an English one for what nobody knows."""
    try:
        found = Locale.parse(locale[:40].replace("_", "-"), sep="-")
    except (ValueError, TypeError, UnknownLocaleError):
        found = Locale("en")
    return Reader(found, found.language if found.language in WORDS else "en")


@lru_cache(maxsize=4_096)
def _full(unit: Unit, currency: str, value: float, locale: Locale) -> str:
    if unit is Unit.MONEY:
        form = _money(locale.currency_formats["standard"].pattern, abs(value))
        return str(format_currency(value, currency, form, locale=locale, currency_digits=not form))
    if unit is Unit.SHARE:
        digits = "#0.##" if abs(value) < _SMALL_SHARE else "#0.#"
        pattern = locale.percent_formats[None].pattern.replace("#0", digits, 1)
        return str(format_percent(value, pattern, locale=locale))
    return str(format_decimal(round(value, 2 if abs(value) < 1 else 1), locale=locale))


def _money(pattern: str, size: float) -> str | None:
    """Return how an amount is written: without cents, with parts of them, or as is usual."""
    if size >= _WHOLE_FROM:
        return pattern.replace(".00", "")
    return pattern.replace(".00", ".00##") if 0 < size < 1 else None


@lru_cache(maxsize=4_096)
def _short(unit: Unit, currency: str, value: float, locale: Locale) -> str:
    if unit is Unit.SHARE or 0 < abs(value) < _SHORT_FROM:
        return _full(unit, currency, value, locale)
    if unit is Unit.MONEY:
        text = str(format_compact_currency(value, currency, locale=locale, fraction_digits=1))
    else:
        text = str(format_compact_decimal(value, locale=locale, fraction_digits=1))
    # Where a language has no short form, as German has none for thousands, it is left ungrouped.
    return _full(unit, currency, value, locale) if _UNGROUPED.search(text) else text


@lru_cache(maxsize=2_048)
def _day(day: date, locale: Locale) -> str:
    return str(format_skeleton("MMMd", day, locale=locale))
