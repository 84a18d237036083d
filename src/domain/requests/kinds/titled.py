"""What an episode is told by: its words, and which of them a title's record gives. Pure.

A field that is left out is taken from the record; what is given counts, and if it differs from the
record it was written over.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from domain.catalog.works import rules
from domain.catalog.works.model import Contribution, Product
from domain.errors import Invalid
from domain.requests.kinds import base
from domain.requests.kinds.base import Id
from domain.requests.kinds.referenced import Seen

#: The longest description, in characters. Ours: feeds are read by clients that cut at 4,000.
DESCRIPTION_MAX = 4_000

#: The longest title and name of a series; what the catalogue holds.
TITLE_MAX = 500

#: The most credits, and the longest one.
CREDITS_MAX, CREDIT_MAX = 50, 150

#: What the hub alone writes into a brief: no front end takes it.
BY_HUB = {"by_hub": True}

#: What people do, by role (list 17), as a credit says it.
_ROLES: Mapping[str, str] = {
    "A01": "author",
    "A05": "lyricist",
    "A06": "composer",
    "A12": "illustrator",
    "B01": "editor",
    "B06": "translator",
    "D01": "producer",
    "D02": "director",
    "E01": "actor",
    "E03": "narrator",
    "E07": "reader",
    "E09": "speaker",
    "E10": "presenter",
    "E11": "reader of the introduction",
}

#: Texts that describe a title (list 153), the longer one first; for everybody (list 154).
_DESCRIPTIONS, _EVERYBODY = ("03", "02"), "00"


class Told(StrEnum):
    """What a title's record may give, in the order people read it."""

    EPISODE_TITLE = "episode_title"
    DESCRIPTION = "description"
    CREDITS = "credits"
    SERIES = "series"
    SERIES_NUMBER = "series_number"
    PUBLISHED_ON = "published_on"


class TitledBrief(base.Brief):
    """A brief about something that is told by a title's record, as far as there is one."""

    title_id: Annotated[
        Id | None,
        Field(description="The title whose record gives what is left out below."),
    ] = None
    episode_title: Annotated[
        str | None,
        Field(min_length=1, max_length=TITLE_MAX, description="What listeners see it called."),
    ] = None
    description: Annotated[
        str | None,
        Field(min_length=1, max_length=DESCRIPTION_MAX, description="What it is about."),
    ] = None
    credits: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=CREDIT_MAX)], ...],
        Field(max_length=CREDITS_MAX, description="Who did what, a line each."),
    ] = ()
    series: Annotated[
        str | None,
        Field(min_length=1, max_length=TITLE_MAX, description="The series it belongs to."),
    ] = None
    series_number: Annotated[
        str | None,
        Field(min_length=1, max_length=40, description="Its number in the series."),
    ] = None
    published_on: Annotated[date | None, Field(description="The day its title is published.")] = (
        None
    )
    from_record: Annotated[
        tuple[Told, ...],
        Field(
            max_length=6,
            description="Which of these stand as in the title's record; the others were written"
            " over.",
            json_schema_extra=BY_HUB,
        ),
    ] = ()


#: What people call them.
CALLED: Mapping[str, str] = {
    "episode_title": "Title",
    "description": "Description",
    "credits": "Credits",
    "series": "Series",
    "series_number": "Number in the series",
    "published_on": "Publication",
}


def told_by(product: Product) -> dict[str, Any]:
    """Return what a title's record says, by field; what it does not say is not there.

    A description that may not be used by everybody, only for some days, or is longer than an
    episode's, is none.
    """
    about = product.descriptive
    place = about.series[0] if about and about.series else None
    people = sorted(about.contributors, key=lambda one: one.position) if about else []
    said = {
        "episode_title": rules.name_of(product)[0][:TITLE_MAX],
        "description": _description(product),
        "credits": tuple(_credit(one) for one in people[:CREDITS_MAX]),
        "series": rules.series_name(place) if place else None,
        "series_number": place.number[:40] if place and place.number else None,
        "published_on": rules.published_on(product),
    }
    return {name: value for name, value in said.items() if value}


def filled(given: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was given with what a record tells where it was left out.

    What is given as the record has it counts as the record's: briefs are sent whole.
    """
    whole = {**given, **{name: told[name] for name in told if not given.get(name)}}
    same = [name for name in Told if name in told and plain(whole[name]) == plain(told[name])]
    return whole | {"from_record": same}


def emptied(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return a payload without what it has from a record, to be filled anew."""
    gone = {*payload.get("from_record", ()), "from_record"}
    return {name: value for name, value in payload.items() if name not in gone}


def written_over(brief: TitledBrief) -> tuple[Told, ...]:
    """Return the fields that do not stand as the title's record has them."""
    if brief.title_id is None:
        return ()
    return tuple(n for n in Told if getattr(brief, n) and n not in brief.from_record)


def changes(brief: TitledBrief, told: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return what a record says otherwise by now than it did, by field: before, now.

    What was written over is the requester's, whatever the record says.
    """
    return {
        name: (plain(getattr(brief, name)), plain(told.get(name)))
        for name in brief.from_record
        if plain(getattr(brief, name)) != plain(told.get(name))
    }


def record_problems(brief: TitledBrief, seen: Seen) -> list[Invalid]:
    """Return whether the title's record is there no more."""
    title = seen.titles.get(brief.title_id or "")
    if title is None or title.removed_at is None:
        return []
    said = "Its publisher took this title back; name another, or leave it out and write the words."
    return [Invalid("title_taken_back", said, ("title_id",))]


def plain(value: object) -> str:
    """Return a value as one line; nothing is `nothing`."""
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value)) or "nothing"
    return " ".join(str(value).split()) if value else "nothing"


def _description(product: Product) -> str | None:
    texts = product.collateral.texts if product.collateral else ()
    usable = {
        one.kind: one.text
        for one in reversed(texts)
        if _EVERYBODY in one.audience
        and one.first is None
        and one.last is None
        and 0 < len(one.text) <= DESCRIPTION_MAX
    }
    return next((usable[kind] for kind in _DESCRIPTIONS if kind in usable), None)


def _credit(one: Contribution) -> str:
    roles = ", ".join(_ROLES.get(code, code) for code in one.roles)
    return f"{one.name} ({roles})"[:CREDIT_MAX] if roles else one.name[:CREDIT_MAX]
