"""Functions of dates, times and durations."""

from datetime import date, timedelta
from decimal import Decimal

from domain.decisions.dmn.feel.builtins.signature import builtin
from domain.decisions.dmn.feel.values import Months, Value, same

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@builtin("day of year(date: day) -> number")
def _day_of_year(day: date) -> Value:
    return Decimal(day.timetuple().tm_yday)


@builtin("day of week(date: day) -> string")
def _day_of_week(day: date) -> Value:
    return _DAYS[day.weekday()]


@builtin("month of year(date: day) -> string")
def _month_of_year(day: date) -> Value:
    return _MONTHS[day.month - 1]


@builtin("week of year(date: day) -> number")
def _week_of_year(day: date) -> Value:
    return Decimal(day.isocalendar().week)


@builtin("abs(n: size) -> any")
def _abs(n: Decimal | timedelta | Months) -> Value:
    if isinstance(n, Months):
        return Months(abs(n.months))
    if isinstance(n, timedelta):
        return abs(n)
    return n.copy_abs()


@builtin("is(value1!: any, value2!: any) -> boolean")
def _is(one: Value, two: Value) -> Value:
    return type(one) is type(two) and same(one, two)
