"""Slack's date tokens, `{date_short} at {time}`, in the reader's own time zone."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_TOKEN = re.compile(r"\{(\w+)\}")
_SPANS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def formatted(template: str, timestamp: int, zone: ZoneInfo, now: datetime) -> str:
    """Return the template with its tokens replaced; unknown ones stay as they are."""
    instant = datetime.fromtimestamp(timestamp, UTC).astimezone(zone)
    words = _words(instant, now.astimezone(zone))
    return _TOKEN.sub(lambda token: words.get(token.group(1), token.group()), template)


def _words(at: datetime, now: datetime) -> dict[str, str]:
    day = f"{at:%B} {_ordinal(at.day)}, {at:%Y}"
    short = f"{at:%b} {at.day}, {at:%Y}"
    pretty = _near(at, now)
    hour = at.hour % 12 or 12
    return {
        "date_num": f"{at:%Y-%m-%d}",
        "date_slash": f"{at:%m/%d/%Y}",
        "date": day,
        "date_short": short,
        "date_long": f"{at:%A}, {day}",
        "date_pretty": pretty or day,
        "date_short_pretty": pretty or short,
        "date_long_pretty": pretty or f"{at:%A}, {day}",
        "time": f"{hour}:{at:%M %p}",
        "time_secs": f"{hour}:{at:%M:%S %p}",
        "ago": _ago(at, now),
    }


def _near(at: datetime, now: datetime) -> str:
    days = (at.date() - now.date()).days
    return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days, "")


def _ago(at: datetime, now: datetime) -> str:
    distance = abs(now - at) // timedelta(seconds=1)
    for seconds, name in _SPANS:
        if distance >= seconds:
            count = distance // seconds
            span = f"{count} {name}{'' if count == 1 else 's'}"
            return f"{span} ago" if at <= now else f"in {span}"
    return "now"


def _ordinal(day: int) -> str:
    teens = range(11, 14)
    ending = "th" if day in teens else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"
