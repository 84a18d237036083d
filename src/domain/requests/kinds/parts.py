"""What briefs of several kinds are made of, and what is wrong with it. Pure."""

import ipaddress
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from domain import text
from domain.catalog.model import AssetKind
from domain.errors import Invalid
from domain.isrc import ISRC_MAX, is_isrc, plain
from domain.money import Money, money

#: Spotify takes listeners from 13 on.
AGE_MIN = 13
AGE_MAX = 99

_COUNTRY = re.compile(r"[A-Z]{2}")


def _spelled(given: object) -> object:
    return plain(given) if isinstance(given, str) else given


#: The ISRC of a recording, however it is written; empty for none.
Isrc = Annotated[str, Field(max_length=ISRC_MAX), BeforeValidator(_spelled)]

#: What chat systems take for a call to a whole room; it has no place in a title.
_LOUD = re.compile(r"<[!@#]|@(channel|here|everyone)\b", re.IGNORECASE)


class Amount(BaseModel):
    """An amount of money as it is given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: Decimal
    currency: str

    @property
    def money(self) -> Money:
        """It as money; `Invalid` if it is none."""
        return money(self.amount, self.currency)


class Deliverable(BaseModel):
    """A file that has to come before anybody can place anything."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    kind: AssetKind
    name: Annotated[str, Field(min_length=2, max_length=80)]
    due: date


class Audience(BaseModel):
    """Who should hear it: ages, both ends included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    age_from: Annotated[int, Field(ge=AGE_MIN, le=AGE_MAX)] = 18
    age_to: Annotated[int, Field(ge=AGE_MIN, le=AGE_MAX)] = AGE_MAX


def amount_problems(given: Amount, field: str) -> list[Invalid]:
    """Return what keeps an amount from being money."""
    try:
        _ = given.money
    except Invalid as problem:
        return [Invalid(problem.code, problem.message, (field, *problem.path))]
    return []


def market_problems(markets: Sequence[str]) -> list[Invalid]:
    """Return what is wrong with the codes of markets."""
    if len(set(markets)) != len(markets):
        return [Invalid("market_twice", "A market stands here twice.", ("markets",))]
    return [
        Invalid(
            "malformed_market",
            f"`{market[:10]}` is no country; use two capital letters such as DE.",
            ("markets",),
        )
        for market in markets
        if not _COUNTRY.fullmatch(market)
    ]


def audience_problems(audience: Audience) -> list[Invalid]:
    """Return what is wrong with the ages of an audience."""
    if audience.age_to < audience.age_from:
        return [
            Invalid(
                "ages_reversed", "The oldest age is below the youngest.", ("audience", "age_to")
            )
        ]
    return []


def line_problems(brief: BaseModel, names: Sequence[str]) -> list[Invalid]:
    """Return what is wrong with the texts of one line called `names`."""
    problems = []
    for name in names:
        said = getattr(brief, name)
        if _LOUD.search(said):
            problems.append(
                Invalid(
                    "mention_in_text",
                    "This would call a whole channel; write it without @ or angle brackets.",
                    (name,),
                )
            )
        if problem := text.one_line(said, (name,)):
            problems.append(problem)
    return problems


def address_problems(url: str, field: str) -> list[Invalid]:
    """Return what is wrong with a web address that listeners are led to."""

    def problem(message: str) -> list[Invalid]:
        return [Invalid(f"bad_{field}", message, (field,))]

    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return problem("This is no web address.")
    if parts.scheme != "https" or "." not in host:
        return problem("Give a full web address that begins with https://.")
    if parts.username or parts.password or any(letter.isspace() for letter in url):
        return problem("A click address holds no user name and no blanks.")
    try:
        public = ipaddress.ip_address(host).is_global
    except ValueError:
        public = not host.endswith((".local", ".internal", ".localhost"))
    return [] if public else problem("This address cannot be reached from outside.")


def isrc_problems(code: str, *path: str) -> list[Invalid]:
    """Return what is wrong with the ISRC of a recording; none is named by an empty one."""
    if not code or is_isrc(code):
        return []
    return [
        Invalid(
            "bad_isrc",
            "Write it as in DEABC2600001 or DE-ABC-26-00001: 12 letters and digits.",
            path,
        )
    ]
