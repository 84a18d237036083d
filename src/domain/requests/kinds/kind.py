"""What a kind of request is made of."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain import text
from domain.approvals.model import StagePlan
from domain.catalog.model import AssetKind
from domain.errors import Invalid
from domain.instants import all_beyond
from domain.people.model import Act, Sight
from domain.placements.model import Place


class Payload(BaseModel):
    """What a kind of request asks for; field names are as callers write them."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    note: Annotated[
        str, Field(max_length=1000, description="For reviewers; up to 1,000 characters.")
    ] = ""

    @property
    def headline(self) -> "Headline":
        """What lists and visibility need to know of it."""
        raise NotImplementedError

    @property
    def asset_ids(self) -> Mapping[str, str]:
        """The assets it uses, by the field that names them."""
        return {}

    def path_of(self, field: str) -> tuple[str, ...]:
        """Return where it names a file of `asset_ids`."""
        return (field,)

    @property
    def refers(self) -> Sequence["Ref"]:
        """The things of the hub it refers to, besides brand, agency, markets and assets."""
        return ()


class Thing(StrEnum):
    """A kind of thing that payloads refer to."""

    SHOW = "show"
    EPISODE = "episode"
    SITE = "site"
    ACCOUNT = "account"
    REQUEST = "request"
    TITLE = "title"
    CONTRIBUTOR = "contributor"


@dataclass(frozen=True, slots=True)
class Ref:
    """One thing that a payload refers to, in the field at `path`.

    A request must be of the kind `kind`, where that is said. An episode that stands `alone` is of
    any show of the brand; else of a show that the payload names as well.
    """

    thing: Thing
    id: str
    path: tuple[str, ...]
    kind: str | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Headline:
    """Title, brand, agency and markets of a request; no brand for the whole organisation.

    `territories` are the countries it concerns beside its markets.
    """

    title: str
    brand_id: str | None
    agency_id: str | None
    markets: tuple[str, ...]
    territories: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """Every country it concerns, market or not."""
        return (*self.markets, *self.territories)


async def nothing_seen(_payload: Payload, _request_id: str | None, _now: datetime) -> None:
    """For kinds whose payload alone says what the rules have to know."""


async def nothing_wrong(
    _payload: Payload, _now: datetime, *, fresh: bool, sight: Sight
) -> Sequence[Invalid]:
    """For kinds that refer to nothing but brand, agency, markets and files."""
    del fresh, sight
    return ()


def no_floor(_payload: Payload) -> Sequence[StagePlan]:
    """For kinds whose tables alone say who must look."""
    return ()


async def nobody_else(_payload: Mapping[str, Any], _request_id: str | None) -> frozenset[str]:
    """For kinds that are written by who asks for them."""
    return frozenset()


async def as_given(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """For kinds whose briefs people write whole."""
    return given


def everybody(_payload: Mapping[str, Any]) -> bool:
    """For kinds whose every move concerns somebody."""
    return True


async def all_revisable(_request_id: str, _changed: frozenset[str]) -> Sequence[Invalid]:
    """For kinds of which a revision may change whatever their briefs hold."""
    return ()


@dataclass(frozen=True, slots=True)
class Books:
    """How a kind books places: on which show, and what of it."""

    show: Callable[[Any], str]
    place: Callable[[Any, Any], Place]


def nothing_lacking(_payload: Payload, _unconnected: Collection[str]) -> Sequence[Invalid]:
    """For kinds whose briefs ask for no account but that of the kind itself."""
    return ()


def nothing_wanted(_payload: Payload) -> "tuple[Wanted, ...]":
    """For kinds whose files are all there when they are asked for."""
    return ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that has to come: `stage`, one of the hub's own, stays open until it is in.

    `due` is the day by which it should be.
    """

    name: str
    kind: AssetKind
    stage: str
    due: date


def all_fits(_payload: Payload, _now: datetime, _seen: Any) -> Sequence[Invalid]:  # noqa: ANN401  Each kind sees its own.
    """For kinds whose parts fit together if each is right."""
    return ()


def no_instructions(_payload: Payload) -> Sequence[str]:
    """For kinds that say everything by what they ask for."""
    return ()


@dataclass(frozen=True, slots=True)
class HandsOver:
    """To whom a kind is handed over once everybody said yes.

    `receiver` is what stands in placements, such as `publishing-team`. It is the team whose key
    `team` is, or gives; or that of the show which `show` names, where that has one. `instructions`
    say what the receiver has to do that the rest of the package does not. It `encloses` the files
    that the brief itself names, besides those that came for it.
    """

    receiver: str
    team: Callable[[Any], str] | str | None = None
    show: Callable[[Any], str | None] | None = None
    instructions: Callable[[Any], Sequence[str]] = no_instructions
    encloses: bool = True

    def team_of(self, payload: Payload) -> str | None:
        """Return the key of the team that takes `payload` on, if no show's own team does."""
        return self.team(payload) if callable(self.team) else self.team


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of request.

    `admission` and `stages` name decision tables; a kind that nothing is refused of has no
    `admission`. `facts` gives them what they judge, `cases` gives the admission each case it has to
    judge by itself, where that is more than one. What these have to know besides the payload is
    what `look` finds, for a request if there is one already. `references` says what is wrong with
    what the payload refers to, as far as `sight` of who writes it goes; `fresh` if it is asked for
    the first time. `watches` says, for each stage, the payload fields whose change opens it again;
    a stage that is not named watches everything. `prepare`, `effect` and `retire` name the jobs
    that make ready, make real, and take away what was made of a request that is over. `books` is
    how the last yes books a place, if it does. `asked_by` is what somebody must be allowed to do to
    ask for it. `floor` are stages that no table can do without, `writers` who wrote what is asked
    for beside those who asked. `let_go` takes back at once what a request that is withdrawn has
    made real. `wanted` are the files that have to come, `hands_over` to whom it goes where people
    outside the hub make it real. `fits` says what of a brief does not go with what it refers to.
    `moved` names the job that is asked for whenever a request of the kind moved that `concerns`
    somebody by its payload, `fixed` says which changed fields of a request no revision may change.
    `fill` returns a brief as it was given with what its giver left to the hub, `lacks` why what it
    asks for cannot go live where some kinds cannot.
    """

    name: str
    payload: type[Payload]
    check: Callable[[Any, datetime], list[Invalid]]
    admission: str | None
    stages: str
    facts: Callable[[Any, datetime, Any], dict[str, Any]]
    watches: Mapping[str, frozenset[str]]
    prepare: str
    effect: str
    retire: str | None = None
    cases: Callable[[Any, datetime, Any], list[dict[str, Any]]] | None = None
    look: Callable[[Any, str | None, datetime], Awaitable[Any]] = nothing_seen
    references: Callable[..., Awaitable[Sequence[Invalid]]] = nothing_wrong
    books: Books | None = None
    asked_by: Act = Act.SUBMIT_REQUEST
    floor: Callable[[Any], Sequence[StagePlan]] = no_floor
    writers: Callable[[Mapping[str, Any], str | None], Awaitable[frozenset[str]]] = nobody_else
    let_go: Callable[..., Awaitable[None]] | None = None
    wanted: Callable[[Any], "tuple[Wanted, ...]"] = nothing_wanted
    hands_over: HandsOver | None = None
    fits: Callable[[Any, datetime, Any], Sequence[Invalid]] = all_fits
    moved: str | None = None
    concerns: Callable[[Mapping[str, Any]], bool] = everybody
    fill: Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any]]] = as_given
    fixed: Callable[[str, frozenset[str]], Awaitable[Sequence[Invalid]]] = all_revisable
    lacks: Callable[[Any, Collection[str]], Sequence[Invalid]] = nothing_lacking

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that judge it."""
        return (self.stages,) if self.admission is None else (self.admission, self.stages)

    def parse(self, given: Mapping[str, Any], now: datetime) -> Payload:
        """Return the payload `given` stands for; `Invalid` holds everything wrong with it."""
        if problems := [p for said, path in text.strings(given) if (p := text.honest(said, path))]:
            raise joined(problems)
        try:
            payload = self.payload.model_validate(given)
        except ValidationError as error:
            items = [dict(item) for item in error.errors(include_url=False)]
            raise joined([problem_of(one) for one in items if not _follows(one, items)]) from error
        if problems := self.check(payload, now) or [*all_beyond(payload.model_dump())]:
            raise joined(problems)
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


def _follows(error: dict[str, Any], every: Sequence[dict[str, Any]]) -> bool:
    """Whether too few are left only because some of them are wrong, which is said of these."""
    at = error["loc"]
    within = (one["loc"] for one in every if len(one["loc"]) > len(at))
    return error["type"] == "too_short" and any(loc[: len(at)] == at for loc in within)


def problem_of(error: dict[str, Any]) -> Invalid:
    """Return what the validator says is wrong, in our words where it is an error of its own."""
    words = _WORDS.get(error["type"])
    message = words.format(**error.get("ctx", {})) if words else f"{error['msg']}."
    return Invalid(error["type"], message, [str(part) for part in error["loc"]])


def joined(problems: Sequence[Invalid]) -> Invalid:
    """Return all of `problems`, of which there is one at least, as one."""
    first, *others = problems
    return Invalid(first.code, first.message, first.path, others)
