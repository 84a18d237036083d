"""Which titles are free for something through a span of time, page by page.

Each is judged as it would be alone, by its own rights and those of its work. What a page costs is
bounded whatever is asked: it looks at so many titles, and goes on where it stopped.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.actor import Actor
from domain.catalog.works import title_lists
from domain.catalog.works.model import Title
from domain.catalog.works.title_lists import TitleWhere
from domain.errors import Invalid
from domain.people.model import Act
from domain.people.rules import require
from domain.rights import availability, reach, reading, subjects
from domain.rights.reading import Book
from domain.rights.verdicts import Question
from domain.rights.windows import Freedom, Places, Summary, summed

#: The most titles that are looked at for one page, and of how many the rights are read at once.
LOOKED_MAX, READ_AT_ONCE = 200, 25

#: The most instants at which titles of one page are judged, each once at least, and how often a
#: grant may be looked at for a layer in all: about a second's work. What one title alone takes is
#: bounded in `reading`: two seconds, where 600 grants each divide the world in another way.
STEPS_MAX, LOOKS_MAX = 400, 200_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What titles are to be free for: from the question's instant on until `until`.

    In `places`, every territory if None. A free window shorter than `least_days` is none. Only
    titles that stand as one of `show` are shown, all of them if None.
    """

    question: Question
    until: datetime
    places: tuple[str, ...] | None = None
    least_days: int = 0
    show: frozenset[Freedom] | None = None

    def __post_init__(self) -> None:
        """Refuse what nothing could be free for."""
        reading.require_span(self.question.at, self.until)
        if self.least_days < 0:
            raise Invalid("bad_window", "A window has at least 0 days.", ("least_days",))
        if timedelta(days=min(self.least_days, _DAYS_MAX)) > self.until - self.question.at:
            said = "The span is shorter than the window; ask for fewer days, or a longer span."
            raise Invalid("bad_window", said, ("least_days",))
        if self.places is not None and not self.places:
            said = "Name a place, or leave them out for the world."
            raise Invalid("no_territory", said, ("territories",))
        if self.show is not None and not self.show:
            said = "Say at least one standing, or leave it out for all of them."
            raise Invalid("nothing_shown", said, ("show",))


#: More days than any span that is searched has.
_DAYS_MAX = reading.SEARCH_DAYS_MAX + 1


@dataclass(frozen=True, slots=True)
class Row:
    """A title and how it stands; with a `problem` it was not judged, and is unknown."""

    title: Title
    summary: Summary
    problem: Invalid | None = None


@dataclass(slots=True)
class Found:
    """A page: its rows, how many titles were looked at for it, the last one, and if there are more.

    A list goes on from the last that was looked at, shown or not.
    """

    rows: list[Row] = field(default_factory=list)
    looked_at: int = 0
    last_id: str | None = None
    more: bool = False
    steps: int = 0
    looks: int = 0

    def takes(self, steps: int, looks: int) -> bool:
        """Whether one more title may be judged; the first always."""
        return self.looked_at == 0 or (
            self.looked_at < LOOKED_MAX
            and self.steps + steps <= STEPS_MAX
            and self.looks + looks <= LOOKS_MAX
        )


async def page(
    actor: Actor, where: TitleWhere, wanted: Wanted, after: str | None, size: int
) -> Found:
    """Return up to `size` titles that follow upon one, or the first; not for agencies."""
    _require(actor)
    mask = reading.where_of(wanted.places)
    found = Found(last_id=after)
    batch = min(size + 1, READ_AT_ONCE)
    while True:
        titles = await title_lists.after(where, found.last_id, batch)
        books = await reading.books_of(
            [subjects.of_title(one) for one in titles], {one.id: one for one in titles}
        )
        if not await _look(found, list(zip(titles, books, strict=True)), wanted, mask, size):
            return found
        if len(titles) < batch:
            return found


async def count(actor: Actor, where: TitleWhere) -> int:
    """Return how many titles there are to be looked at."""
    _require(actor)
    return await title_lists.count(where)


async def _look(
    found: Found, titles: Sequence[tuple[Title, Book]], wanted: Wanted, mask: int, size: int
) -> bool:
    """Judge titles one by one; False as soon as the page is full, or would cost too much."""
    for title, book in titles:
        steps, looks = reading.effort(book, wanted.question, wanted.until)
        problem = reading.too_much(steps, looks)
        if problem:
            steps, looks = 0, 0
        if len(found.rows) == size or not found.takes(steps + 1, looks):
            found.more = True
            return False
        summary = _unjudged(mask) if problem else _judged(book, wanted, mask)
        row = Row(title, summary, problem)
        found.looked_at += 1
        found.steps += steps + 1
        found.looks += looks
        found.last_id = title.id
        if wanted.show is None or row.summary.freedom in wanted.show:
            found.rows.append(row)
        await asyncio.sleep(0)  # Others have their turn between two titles.
    return True


def _judged(book: Book, wanted: Wanted, mask: int) -> Summary:
    spans = availability.search(
        book.needs, book.grants, wanted.question, wanted.until, mask, book.fences
    )
    return summed(spans, timedelta(days=wanted.least_days))


def _unjudged(mask: int) -> Summary:
    return Summary(Freedom.UNKNOWN, (Places(reach.codes(mask), Freedom.UNKNOWN),), None)


def _require(actor: Actor) -> None:
    require(actor, Act.SEE_WORKS)
    require(actor, Act.SEE_RIGHTS)
