"""What a kind of request is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from domain import text
from domain.errors import Invalid


class Payload(BaseModel):
    """What a kind of request asks for; field names are as callers write them."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @property
    def headline(self) -> "Headline":
        """What lists and visibility need to know of it."""
        raise NotImplementedError

    @property
    def asset_ids(self) -> Mapping[str, str]:
        """The assets it uses, by the field that names them."""
        return {}


@dataclass(frozen=True, slots=True)
class Headline:
    """Title, brand, agency and markets of a request."""

    title: str
    brand_id: str
    agency_id: str | None
    markets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of request.

    `admission` and `stages` name decision tables; `facts` gives them what they judge. `watches`
    says, for each stage, the payload fields whose change opens it again; a stage that is not
    named watches everything. `prepare`, `effect` and `retire` name the jobs that make ready, make
    real, and take away what was made of a request that is over.
    """

    name: str
    payload: type[Payload]
    check: Callable[[Any, datetime], list[Invalid]]
    admission: str
    stages: str
    facts: Callable[[Any, datetime], dict[str, Any]]
    watches: Mapping[str, frozenset[str]]
    prepare: str
    effect: str
    retire: str

    def parse(self, given: Mapping[str, Any], now: datetime) -> Payload:
        """Return the payload `given` stands for; `Invalid` holds everything wrong with it."""
        if problems := [p for said, path in text.strings(given) if (p := text.honest(said, path))]:
            raise _joined(problems)
        try:
            payload = self.payload.model_validate(given)
        except ValidationError as error:
            problems = [_problem(dict(item)) for item in error.errors(include_url=False)]
            raise _joined(problems) from error
        if problems := self.check(payload, now):
            raise _joined(problems)
        return payload

    def touched(self, stage: str, changed: frozenset[str]) -> bool:
        """Whether a change of the fields `changed` concerns `stage`."""
        watched = self.watches.get(stage)
        return bool(changed) if watched is None else bool(watched & changed)


#: What is said for the validator's own error types.
_WORDS = {
    "missing": "This is needed.",
    "extra_forbidden": "There is no such field here.",
    "string_too_short": "This is too short; at least {min_length} characters.",
    "string_too_long": "This is too long; at most {max_length} characters.",
    "too_short": "At least {min_length} of these.",
    "too_long": "At most {max_length} of these.",
    "greater_than_equal": "This must be at least {ge}.",
    "less_than_equal": "This must be at most {le}.",
    "enum": "This must be one of {expected}.",
}


def _problem(error: dict[str, Any]) -> Invalid:
    words = _WORDS.get(error["type"])
    message = words.format(**error.get("ctx", {})) if words else f"{error['msg']}."
    return Invalid(error["type"], message, [str(part) for part in error["loc"]])


def _joined(problems: list[Invalid]) -> Invalid:
    first, *others = problems
    return Invalid(first.code, first.message, first.path, others)
