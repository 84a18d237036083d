"""What keeps audio out of shops: every layer of it has to be cleared there on every day. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.requests.kinds.commercial_audio import CommercialAudioBrief
from domain.rights import availability, reach
from domain.rights.availability import Availability, Span
from domain.rights.fence import Fence
from domain.rights.live.rules import SAID
from domain.rights.model import Grant, Layer, Need, Use
from domain.rights.verdicts import Question, Standing
from domain.territories import area, spoken

#: What is in it for certain where there is music, and where somebody narrates.
MUSIC = (Layer.MUSIC_COMPOSITION_PERF, Layer.MUSIC_MASTER)
NARRATION = (Layer.NARRATOR,)


@dataclass(frozen=True, slots=True)
class Held:
    """The rights of an audio: all that counts for it; see `domain.rights.reading.Book`.

    `needs` are empty where nobody declared what it contains.
    """

    needs: Sequence[Need]
    grants: Sequence[Grant]
    fences: Sequence[Fence] = ()


@dataclass(frozen=True, slots=True)
class Searched:
    """What was asked about the audio in a country, from an instant until `until`, and found."""

    market: str
    zone: ZoneInfo
    question: Question
    until: datetime
    found: Sequence[Availability]


def searched(
    brief: CommercialAudioBrief, held: Held, zones: Mapping[str, str]
) -> Sequence[Searched]:
    """Return how the audio stands in each country, through all of its days there.

    `held` are its rights, `zones` the countries of its sites with their time zones.
    """
    needs, done = needed(brief, held), []
    for market, zone in sorted(zones.items()):
        here = ZoneInfo(zone)
        question = Question(Use.IN_STORE, midnight(brief.live_from, here))
        end = midnight(brief.live_until + timedelta(days=1), here)
        where = reach.bits(area([market]).touched)
        found = availability.search(needs, held.grants, question, end, where, held.fences)
        done.append(Searched(market, here, question, end, found))
    return done


def objections(name: str, held: Held, looked: Sequence[Searched]) -> list[str]:
    """Return where the audio called `name` may not be heard, since when, and by which layer.

    Whatever is not known to be cleared counts as a no.
    """
    found = dict[str, list[str]]()
    for each in looked:
        for one in each.found:
            for said in _said(one.spans, each.zone):
                found.setdefault(said, []).append(each.market)
    problems = [
        f"“{name}” may not be heard in shops in {spoken(markets)} {said}."
        for said, markets in found.items()
    ]
    if looked and not held.needs:
        problems.append(f"Nobody declared what “{name}” contains: declare it in its rights.")
    return problems


def needed(brief: CommercialAudioBrief, held: Held) -> list[Need]:
    """Return all that has to be cleared: what was declared, and what the brief says is in it."""
    layers = (*(MUSIC if brief.has_music else ()), *(NARRATION if brief.has_narration else ()))
    there = {one.layer for one in held.needs if reach.needed(one, Use.IN_STORE)}
    return [*held.needs, *(Need(layer) for layer in layers if layer not in there)]


def _said(spans: Iterable[Span], here: ZoneInfo) -> Sequence[str]:
    """Return for each layer that is not cleared since when, and why, the first reason of each."""
    found: dict[Need | None, str] = {}
    for span in spans:
        for one in span.findings:
            if one.standing is not Standing.CLEARED and one.need not in found:
                layer = _called(one.need)
                day = span.starts_at.astimezone(here).date().isoformat()
                found[one.need] = f"from {day} on: {layer}{SAID[one.why]}"
    return list(found.values())


def _called(need: Need | None) -> str:
    if need is None:
        return ""
    part = f" ({need.part})" if need.part else ""
    return f"{need.layer.value.replace('_', ' ')}{part}, "


def midnight(day: date, here: ZoneInfo) -> datetime:
    """Return when a day begins at a place."""
    return datetime.combine(day, time.min, here)
