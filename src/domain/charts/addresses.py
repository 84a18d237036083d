"""Addresses of charts: signed, for one person and one chart, for a while. Pure.

An address says all that it takes to draw the chart, so nothing is kept of it. Whatever is wrong
with one, the answer is the same: whoever tries addresses learns neither which charts there are nor
whether theirs was ever good.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from domain.charts.model import Look, Theme
from domain.charts.spec import Kind, Spec, require_bounded
from domain.errors import Invalid, Missing
from domain.secrets import Secrets

#: How long an address lives at least; and at most so much longer, so that the same chart keeps its
#: address for a while and is found in caches.
WINDOW, STEP = timedelta(minutes=15), timedelta(minutes=15)

#: What addresses are signed for.
USE = "chart"

#: The longest address that is looked at, in characters.
LENGTH_MAX = 2_048


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says: the chart, for whom it was made, and until when it is good."""

    spec: Spec
    user_id: str
    expires: datetime


def token(secrets: Secrets, spec: Spec, user_id: str, now: datetime) -> str:
    """Return what lets a person fetch a chart from now on, for `WINDOW` or a little more.

    It is letters, digits, `-`, `_` and one `.`; raises `Invalid` for a chart that does not fit.
    """
    require_bounded(spec)
    step = int(STEP.total_seconds())
    expires = -(-int((now + WINDOW).timestamp()) // step) * step
    said = [
        spec.kind,
        spec.subject,
        spec.metric,
        spec.first.isoformat(),
        spec.last.isoformat(),
        spec.look.theme,
        spec.look.locale,
        user_id,
        expires,
    ]
    text = json.dumps(said, separators=(",", ":"), ensure_ascii=False)
    body = urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return f"{body}.{secrets.sign(USE, body)}"


def read(secrets: Secrets, given: str, now: datetime) -> Address:
    """Return what an address says; `Missing` for whatever is none of ours, or has ended."""
    body, _, signature = given.partition(".")
    sound = given.isascii() and len(given) <= LENGTH_MAX
    if not sound or not secrets.signed(USE, body, signature):
        raise no_such_chart()
    try:
        found = _said(body)
        require_bounded(found.spec)
    except (ValueError, TypeError, Invalid) as error:  # Signed by another version of ours.
        raise no_such_chart() from error
    if found.expires <= now:
        raise no_such_chart()
    return found


def _said(body: str) -> Address:
    held = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    kind, subject, metric, first, last, theme, locale, user_id, expires = held
    spec = Spec(
        kind=Kind(kind),
        subject=str(subject),
        metric=str(metric),
        first=date.fromisoformat(first),
        last=date.fromisoformat(last),
        look=Look(Theme(theme), str(locale)),
    )
    return Address(spec, str(user_id), datetime.fromtimestamp(int(expires), UTC))


def no_such_chart() -> Missing:
    """Return the one answer to every address that leads nowhere."""
    return Missing(
        "no_such_chart",
        "There is no chart here, or its address has ended; look again at where it was shown.",
    )
