"""What owners of launches are told, to draw without a database."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.messages.launches import card
from bot.specimens.request import NOW, Specimen
from domain.launches.model import Change, Milestone, Note, Plan, What
from domain.launches.telling import CHANGES_MAX, News

Shown = dict[str, Any]

_FIELDS = ("name", "starts_at", "live_until", "contributor_ids", "tagline")


def launches_shown(drawn: Specimen) -> Iterator[Shown]:
    """Yield `{name, surface, payload}` of each thing that is told, and of as much as there is."""
    for what in What:
        notes = _notes(drawn, what)
        yield _shown(f"launch {what}", [_news(drawn, notes)])
    every = [note for what in What for note in _notes(drawn, what)]
    yield _shown("launches, as many as one notice holds", [_news(drawn, every)] * CHANGES_MAX)


def _notes(drawn: Specimen, what: What) -> list[Note]:
    if what is What.OPENED:
        return [Note(what, one, "campaign", after="2027-01-04") for one in Milestone]
    if what in {What.MOVED, What.LEFT, What.STANDS}:
        return [
            Note(what, Milestone.PUBLICATION, kind, name, "2027-01-04", "2027-02-04T00:00:00Z")
            for kind in ("campaign", "playlist", "promotion")
            for name in _FIELDS
        ]
    if what is What.LIVE:
        place = Note(what, kind="spotify", said=drawn.words.click_url)
        return [place, Note(what, Milestone.BACKLIST, "playlist", said=f"#12 {drawn.words.title}")]
    return [Note(what, one, "campaign", said=f"#12 {drawn.words.title}") for one in Milestone]


def _news(drawn: Specimen, notes: Sequence[Note]) -> News:
    plan = Plan("lch_1", "wrk_1", "ttl_1", "brd_1", "usr_1", {}, NOW)
    return News(plan, drawn.words.title, Change("chg_1", plan.id, plan.owner_id, NOW, notes))


def _shown(name: str, news: Sequence[News]) -> Shown:
    return {"name": name, "surface": "message", "payload": card(news)}
