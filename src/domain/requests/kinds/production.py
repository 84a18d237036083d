"""A branded podcast episode from its topic to where it may come out, milestone by milestone."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from domain import text
from domain.catalog.model import AssetKind
from domain.errors import Invalid
from domain.requests.kinds import base
from domain.requests.kinds.base import Id, Prose
from domain.requests.kinds.kind import HandsOver, Ref, Thing, Wanted
from domain.requests.kinds.parts import Amount
from domain.requests.kinds.referenced import Seen

Guest = Annotated[str, Field(min_length=2, max_length=60)]


class ProductionBrief(base.Brief):
    """What is to be produced. Days are those of the show's own calendar."""

    show_id: Annotated[Id, Field(description="The show it is for.")]
    topic: Annotated[Prose, Field(description="What it is about; up to 1,000 characters.")]
    guests: Annotated[
        tuple[Guest, ...],
        Field(max_length=10, description="Up to 10 guests, as their release forms call them."),
    ] = ()
    records_on: Annotated[date, Field(description="The day it is recorded, after today.")]
    publishes_on: Annotated[date, Field(description="The day it comes out, not before that.")]
    sensitive_topic: Annotated[bool, Field(description="Whether it touches a sensitive topic.")] = (
        False
    )
    budget: Annotated[Amount | None, Field(description="What it costs, if that is known.")] = None

    @property
    def refers(self) -> Sequence[Ref]:
        """The show."""
        return (Ref(Thing.SHOW, self.show_id, ("show_id",)),)


def check(brief: ProductionBrief, now: datetime) -> list[Invalid]:
    """Return what is wrong with a brief beyond the shape of its fields."""
    lines = [text.one_line(guest, ("guests", str(at))) for at, guest in enumerate(brief.guests)]
    return [
        *base.plain_problems(brief),
        *base.day_problems(brief, now, "records_on", "publishes_on"),
        *base.order_problems(brief.records_on, brief.publishes_on, "publishes_on"),
        *base.twice_problems(tuple(map(text.folded, brief.guests)), "guests"),
        *base.money_problems(brief.budget, "budget"),
        *(line for line in lines if line),
    ]


def facts(brief: ProductionBrief, _now: datetime, _seen: Seen) -> dict[str, Any]:
    """Return what the table of stages judges. Amounts are major units; 0 where there is none."""
    return {
        **base.money_facts(brief.budget),
        "guests": len(brief.guests),
        "sensitive_topic": brief.sensitive_topic,
        "by_agency": brief.agency_id is not None,
    }


def wanted(brief: ProductionBrief) -> tuple[Wanted, ...]:
    """Return the documents and files each milestone waits for: no release form, no script."""
    forms = (f"Release form: {guest}" for guest in brief.guests)
    return (
        *(Wanted(form, AssetKind.DOCUMENT, "release_forms", brief.records_on) for form in forms),
        Wanted("Script", AssetKind.DOCUMENT, "script_file", brief.records_on),
        Wanted("Edited audio", AssetKind.AUDIO, "edit", brief.publishes_on),
        Wanted("Transcript", AssetKind.DOCUMENT, "publication", brief.publishes_on),
        Wanted("Artwork", AssetKind.IMAGE, "publication", brief.publishes_on),
    )


def instructions(brief: ProductionBrief) -> Sequence[str]:
    """Return what the publishing team has to do."""
    markets = ", ".join(sorted(brief.markets))
    return (
        f"Publish on {brief.publishes_on.isoformat()}, not earlier.",
        f"Only in {markets}.",
    )


_SAID = frozenset({"topic", "guests", "sensitive_topic", "show_id"})

KIND = base.kind_of(
    "production",
    ProductionBrief,
    check=check,
    facts=facts,
    wanted=wanted,
    watches={
        "topic": frozenset({"name", "topic", "sensitive_topic", "show_id", "markets"}),
        "release_forms": frozenset({"guests"}),
        "script_file": frozenset(),
        "script": _SAID,
        "legal": _SAID | {"markets"},
        "edit": frozenset(),
        "sign_off": frozenset({"name", "show_id", "publishes_on"}),
        "executive": frozenset({"budget", "sensitive_topic"}),
        "publication": frozenset(),
    },
    hands_over=HandsOver(
        "publishing-team", "publishing", lambda brief: brief.show_id, instructions
    ),
)
