"""What briefs of most kinds share: a name, whose they are, and where they count. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from pydantic import Field

from domain.approvals.model import StagePlan
from domain.clock import too_far
from domain.errors import Invalid
from domain.requests.kinds import parts
from domain.requests.kinds.kind import (
    HandsOver,
    Headline,
    Kind,
    Payload,
    Ref,
    Thing,
    Wanted,
    no_floor,
    nothing_wanted,
)
from domain.requests.kinds.kind import all_fits as anything_fits
from domain.requests.kinds.parts import Amount
from domain.requests.kinds.referenced import Seen

#: A line of text, and an id, as briefs hold them.
Line = Annotated[str, Field(min_length=2, max_length=150)]
Id = Annotated[str, Field(min_length=1, max_length=40)]

#: What people write at some length, and what they put in a few words.
Prose = Annotated[str, Field(min_length=2, max_length=1000)]
Words = Annotated[str, Field(max_length=300)]

#: The most markets one brief may name.
Markets = Annotated[tuple[str, ...], Field(min_length=1, max_length=30)]


class HouseBrief(Payload):
    """A brief that only the house itself asks for."""

    name: Annotated[Line, Field(description="What it is called; 2 to 150 characters.")]
    brand_id: Annotated[Id, Field(description="The brand it is for.")]
    markets: Annotated[Markets, Field(description="ISO 3166 codes of up to 30 markets.")]

    @property
    def headline(self) -> Headline:
        """What lists and visibility need to know of it."""
        return Headline(self.name, self.brand_id, None, tuple(sorted(self.markets)))


class Brief(HouseBrief):
    """A brief that agencies ask for as well."""

    agency_id: Annotated[
        Id | None, Field(description="The agency that asks; theirs if its people ask.")
    ] = None

    @property
    def headline(self) -> Headline:
        """What lists and visibility need to know of it."""
        return Headline(self.name, self.brand_id, self.agency_id, tuple(sorted(self.markets)))


def about_episode(episode_id: str | None) -> tuple[Ref, ...]:
    """Return what a brief refers to whose subject is an episode of the brand, if it is one."""
    alone = Ref(Thing.EPISODE, episode_id or "", ("episode_id",), alone=True)
    return (alone,) if episode_id else ()


def plain_problems(brief: HouseBrief, *lines: str) -> list[Invalid]:
    """Return what is wrong with what every brief has, and with the texts of one line `lines`."""
    return [*parts.market_problems(brief.markets), *parts.line_problems(brief, ("name", *lines))]


def day_problems(brief: object, now: datetime, *fields: str) -> list[Invalid]:
    """Return which of the days called `fields` are not ahead, or too far; None is no day."""
    problems = []
    for field in fields:
        day: date | None = getattr(brief, field)
        if day is None:
            continue
        if day <= now.date():
            said = "This day must be after today."
            problems.append(Invalid("day_in_past", said, (field,)))
        elif distant := too_far(now, datetime.combine(day, time.min, UTC), (field,)):
            problems.append(distant)
    return problems


def order_problems(first: date | None, last: date | None, field: str) -> list[Invalid]:
    """Return what is wrong with the last day, in `field`, of a span; None is no day."""
    if first is None or last is None or last >= first:
        return []
    return [Invalid("ends_before_start", "The last day is before the first.", (field,))]


def twice_problems(values: tuple[object, ...], field: str) -> list[Invalid]:
    """Return which of `values` stand there twice."""
    return [
        Invalid("named_twice", "This stands here twice; name each once.", (field, str(at)))
        for at, value in enumerate(values)
        if value in values[:at]
    ]


#: What is wrong with a brief as it is written, whatever became of what it refers to: whoever said
#: yes to it saw that, so it keeps nothing back that is approved.
WHEN_ASKED = frozenset({"market_without_site"})


def siteless_problems(brief: HouseBrief, seen: Seen) -> list[Invalid]:
    """Return which markets of a brief for sites have none of them."""
    there = {site.market for site in seen.sites.values()}
    return [
        Invalid(
            "market_without_site",
            f"None of the sites is in {market}: name one there, or take {market} out of the"
            " markets.",
            ("markets", str(at)),
        )
        for at, market in enumerate(brief.markets)
        if there and market not in there
    ]


def kind_of(  # noqa: PLR0913  A kind is all of this.
    name: str,
    payload: type[Payload],
    *,
    check: Callable[[Any, datetime], list[Invalid]],
    facts: Callable[[Any, datetime, Any], dict[str, Any]],
    watches: Mapping[str, frozenset[str]],
    hands_over: HandsOver,
    admission: str | None = None,
    wanted: Callable[[Any], tuple[Wanted, ...]] = nothing_wanted,
    fits: Callable[[Any, datetime, Any], Sequence[Invalid]] = anything_fits,
    moved: str | None = None,
    floor: Callable[[Any], Sequence[StagePlan]] = no_floor,
    prepare: str = "files.collect",
) -> Kind:
    """Return the kind `name`: decided by its table of stages, handed over at its last yes."""
    return Kind(
        name=name,
        payload=payload,
        check=check,
        admission=admission,
        stages=f"{name}_stages",
        facts=facts,
        watches=watches,
        prepare=prepare,
        effect="handover.make",
        retire="handover.take_back",
        wanted=wanted,
        fits=fits,
        hands_over=hands_over,
        moved=moved,
        floor=floor,
    )


def files_of(brief: Payload, *fields: str) -> dict[str, str]:
    """Return the files that the fields name, by field; those left out are none."""
    named = {field: getattr(brief, field) for field in fields}
    return {field: asset_id for field, asset_id in named.items() if asset_id}


def money_facts(given: Amount | None) -> dict[str, Any]:
    """Return an amount as tables judge it, in major units; nothing is 0 EUR."""
    if given is None:
        return {"budget": 0, "currency": "EUR"}
    return {"budget": given.money.amount, "currency": given.currency}


def money_problems(given: Amount | None, field: str) -> list[Invalid]:
    """Return what keeps an amount from being money, if there is one."""
    return parts.amount_problems(given, field) if given else []
