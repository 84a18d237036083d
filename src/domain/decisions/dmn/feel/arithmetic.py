"""`+ - * / **` over numbers, texts and temporal values; null where there is no answer.

Source: DMN 1.3, tables 57 to 60.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from domain.decisions.dmn.feel import numbers, temporal
from domain.decisions.dmn.feel.values import Months, Value, kind_of, moving_zone
from domain.decisions.dmn.limits import CHARACTERS_MAX

Operation = Callable[[Value, Value], Value]

_Work = Callable[[Any, Any], Value]

_NUMBER, _STRING, _DATE, _TIME = "number", "string", "date", "time"
_INSTANT, _DAYS, _MONTHS = "date and time", "days and time duration", "years and months duration"


def _shifted(day: date, length: Months) -> Value:
    """Return a day months away, or the last one of its month if there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + length.months, 12)
    if not 1 <= year <= 9999:  # noqa: PLR2004  The years there are.
        return None
    for last in (day.day, 30, 29, 28):
        try:
            return day.replace(year=year, month=month + 1, day=min(day.day, last))
        except ValueError:
            continue
    return None


def _day_plus(day: date, length: timedelta) -> Value:
    # A day counts as its midnight, and the sum is a day again: DMN 1.3, table 57.
    moved = datetime.combine(day, time()) + length
    return moved.date()


def _clock_plus(clock: time, length: timedelta) -> Value:
    # `replace` keeps the zone, which the arithmetic of a day in January must not touch.
    moved = datetime(2000, 1, 15, tzinfo=UTC).replace(
        hour=clock.hour,
        minute=clock.minute,
        second=clock.second,
        microsecond=clock.microsecond,
    ) + timedelta(seconds=length.total_seconds() % 86_400)
    return moved.time().replace(tzinfo=clock.tzinfo)


def _clocks_apart(one: time, two: time) -> Value:
    if (one.utcoffset() is None) is not (two.utcoffset() is None):
        return None
    if moving_zone(one) != moving_zone(two):
        return None
    day = date(2000, 1, 15)
    return datetime.combine(day, one) - datetime.combine(day, two)


def _instant_plus(when: datetime, length: timedelta) -> Value:
    # Time that passes, not hands of a clock: days on which clocks change are no 24 hours.
    if when.tzinfo is None:
        return when + length
    return (when.astimezone(UTC) + length).astimezone(when.tzinfo)


def _instants_apart(one: datetime, two: datetime) -> Value:
    if (one.utcoffset() is None) is not (two.utcoffset() is None):
        return None
    if one.tzinfo is None or two.tzinfo is None:
        return one - two
    return one.astimezone(UTC) - two.astimezone(UTC)


def _times(length: timedelta, factor: Decimal) -> Value:
    micros = numbers.multiply(Decimal(length // timedelta(microseconds=1)), factor)
    return None if micros is None else timedelta(microseconds=int(micros))


def _months_times(length: Months, factor: Decimal) -> Value:
    count = numbers.multiply(Decimal(length.months), factor)
    return None if count is None else temporal.months(int(count))


def _divided(length: timedelta, by: Decimal) -> Value:
    micros = numbers.divide(Decimal(length // timedelta(microseconds=1)), by)
    return None if micros is None else timedelta(microseconds=int(micros))


def _months_divided(length: Months, by: Decimal) -> Value:
    count = numbers.divide(Decimal(length.months), by)
    return None if count is None else temporal.months(int(count))


def _ratio(one: timedelta, two: timedelta) -> Value:
    micro = timedelta(microseconds=1)
    return numbers.divide(Decimal(one // micro), Decimal(two // micro))


def _text_plus(one: str, two: str) -> Value:
    return one + two if len(one) + len(two) <= CHARACTERS_MAX else None


#: What each pair of kinds gives: the kind of the result, and the work.
RESULTS: Mapping[str, Mapping[tuple[str, str], tuple[str, _Work]]] = {
    "+": {
        (_NUMBER, _NUMBER): (_NUMBER, numbers.add),
        (_STRING, _STRING): (_STRING, _text_plus),
        (_DAYS, _DAYS): (_DAYS, lambda one, two: one + two),
        (_MONTHS, _MONTHS): (_MONTHS, lambda one, two: temporal.months(one.months + two.months)),
        (_DATE, _MONTHS): (_DATE, _shifted),
        (_MONTHS, _DATE): (_DATE, lambda length, day: _shifted(day, length)),
        (_DATE, _DAYS): (_DATE, _day_plus),
        (_DAYS, _DATE): (_DATE, lambda length, day: _day_plus(day, length)),
        (_INSTANT, _MONTHS): (_INSTANT, _shifted),
        (_MONTHS, _INSTANT): (_INSTANT, lambda length, when: _shifted(when, length)),
        (_INSTANT, _DAYS): (_INSTANT, _instant_plus),
        (_DAYS, _INSTANT): (_INSTANT, lambda length, when: _instant_plus(when, length)),
        (_TIME, _DAYS): (_TIME, _clock_plus),
        (_DAYS, _TIME): (_TIME, lambda length, clock: _clock_plus(clock, length)),
    },
    "-": {
        (_NUMBER, _NUMBER): (_NUMBER, numbers.subtract),
        (_DAYS, _DAYS): (_DAYS, lambda one, two: one - two),
        (_MONTHS, _MONTHS): (_MONTHS, lambda one, two: temporal.months(one.months - two.months)),
        (_DATE, _DATE): (_DAYS, lambda one, two: one - two),
        (_INSTANT, _INSTANT): (_DAYS, _instants_apart),
        (_INSTANT, _DATE): (
            _DAYS,
            lambda one, two: _instants_apart(one, datetime.combine(two, time(), UTC)),
        ),
        (_DATE, _INSTANT): (
            _DAYS,
            lambda one, two: _instants_apart(datetime.combine(one, time(), UTC), two),
        ),
        (_TIME, _TIME): (_DAYS, _clocks_apart),
        (_DATE, _MONTHS): (_DATE, lambda day, length: _shifted(day, Months(-length.months))),
        (_DATE, _DAYS): (_DATE, lambda day, length: _day_plus(day, -length)),
        (_INSTANT, _MONTHS): (
            _INSTANT,
            lambda when, length: _shifted(when, Months(-length.months)),
        ),
        (_INSTANT, _DAYS): (_INSTANT, lambda when, length: _instant_plus(when, -length)),
        (_TIME, _DAYS): (_TIME, lambda clock, length: _clock_plus(clock, -length)),
    },
    "*": {
        (_NUMBER, _NUMBER): (_NUMBER, numbers.multiply),
        (_DAYS, _NUMBER): (_DAYS, _times),
        (_NUMBER, _DAYS): (_DAYS, lambda factor, length: _times(length, factor)),
        (_MONTHS, _NUMBER): (_MONTHS, _months_times),
        (_NUMBER, _MONTHS): (_MONTHS, lambda factor, length: _months_times(length, factor)),
    },
    "/": {
        (_NUMBER, _NUMBER): (_NUMBER, numbers.divide),
        (_DAYS, _NUMBER): (_DAYS, _divided),
        (_DAYS, _DAYS): (_NUMBER, _ratio),
        (_MONTHS, _NUMBER): (_MONTHS, _months_divided),
        (_MONTHS, _MONTHS): (
            _NUMBER,
            lambda one, two: numbers.divide(Decimal(one.months), Decimal(two.months)),
        ),
    },
    "**": {(_NUMBER, _NUMBER): (_NUMBER, numbers.power)},
}


def _operation(mark: str) -> Operation:
    known = {pair: work for pair, (_, work) in RESULTS[mark].items()}
    plain = known[_NUMBER, _NUMBER]

    def operate(left: Value, right: Value) -> Value:
        if type(left) is Decimal and type(right) is Decimal:
            return plain(left, right)
        work = known.get((kind_of(left), kind_of(right)))
        try:
            return None if work is None else work(left, right)
        except (OverflowError, ValueError):  # Beyond the calendar.
            return None

    return operate


#: The operation behind each mark. All are total.
OPERATIONS: Mapping[str, Operation] = {mark: _operation(mark) for mark in RESULTS}


def negative(value: Value) -> Value:
    """Return FEEL's `-value`."""
    if isinstance(value, Decimal):
        return value.copy_negate() if value else value
    if isinstance(value, Months):
        return Months(-value.months)
    return -value if isinstance(value, timedelta) else None
