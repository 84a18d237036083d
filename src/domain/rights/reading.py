"""Reading rights: what stands in the books, what follows from it, and what contradicts it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from operator import itemgetter

from domain.actor import Actor
from domain.catalog.works import records as works
from domain.catalog.works.model import Title
from domain.errors import Invalid, Missing
from domain.language_tags import canonical
from domain.pages import Page, PageRequest
from domain.people.model import Act
from domain.people.rules import may, require
from domain.rights import availability, reach, records, subjects
from domain.rights.availability import Availability
from domain.rights.channels import named
from domain.rights.clearance import clear
from domain.rights.conflicts import Conflict, conflicts
from domain.rights.fence import Fence, fence
from domain.rights.model import Grant, Need, Subject, SubjectKind, Use
from domain.rights.proposing import Thing, proposed
from domain.rights.subjects import Placed
from domain.rights.verdicts import Question, Verdict
from domain.territories import touched

#: The longest span that is searched, in days: ten years and their leap days.
SEARCH_DAYS_MAX = 3_653

#: The most changes of rights within a span that is searched, and how often a grant may be looked
#: at for a layer in all. A second's work, for a search ends as soon as it has too many reasons.
SEARCH_STEPS_MAX, SEARCH_LOOKS_MAX = 100, 1_000_000

#: The most layers of all verdicts together, each shown with its reason: ten everywhere, twice.
FINDINGS_MAX = 5_000


@dataclass(frozen=True, slots=True)
class Book:
    """All that counts for a subject: its grants and those above it, and what it contains.

    Needs of what is above count too, once the subject itself was said to contain something.
    `above` is that: what it belongs to, and the titles and works it is made from. `fences` are
    the sales rights of these titles, `thing` is what proposals are made for.
    """

    subject: Subject
    grants: tuple[Grant, ...]
    own_needs: tuple[Need, ...]
    needs: tuple[Need, ...]
    above: tuple[Subject, ...] = ()
    thing: Thing = Thing.EPISODE
    fences: tuple[Fence, ...] = ()

    def proposed(self, use: Use) -> Sequence[Need]:
        """Return the layers that such a thing usually contains, for `use`."""
        made = any(one.kind in {SubjectKind.TITLE, SubjectKind.WORK} for one in self.above)
        return proposed(self.thing, use, from_book=made)

    def page(self, wanted: PageRequest) -> Page[Grant]:
        """Return a page of its grants, the newest first."""
        after, before = wanted.after, wanted.before
        within = [
            ((one.id, one.id), one)
            for one in reversed(self.grants)
            if (after is None or one.id < after[1]) and (before is None or one.id > before[1])
        ]
        items = within[-wanted.size :] if wanted.backwards else within[: wanted.size]
        more, passed = len(within) > wanted.size, (after or before) is not None
        if wanted.backwards:
            return Page(items, has_next=passed, has_previous=more)
        return Page(items, has_next=more, has_previous=passed)

    def conflicts(self) -> list[Conflict]:
        """Return what contradicts each other, the worst first."""
        return conflicts(self.grants, fences=self.fences)


async def book(actor: Actor, subject: Subject) -> Book:
    """Return the rights of a subject; `Missing` if it is not there, `Forbidden` if not for them."""
    require(actor, Act.SEE_RIGHTS)
    placed = await subjects.placed(subject)
    require(actor, Act.SEE_RIGHTS, brand_id=placed.brand_id)
    return await book_of(placed)


async def book_of(placed: Placed) -> Book:
    """Return the rights of what stands so in the catalogue, for the hub itself."""
    (found,) = await books_of([placed], await works.titles_by_id(placed.titles))
    return found


async def books_of(places: Sequence[Placed], titles: Mapping[str, Title]) -> list[Book]:
    """Return the rights of several, in as many statements as of one; `titles` are theirs by id."""
    if not places:
        return []
    grants, needed = await records.held(list(dict.fromkeys(chain(*(one.line for one in places)))))
    held: dict[Subject, list[tuple[int, Grant]]] = {}
    for age, one in enumerate(grants):
        held.setdefault(one.subject, []).append((age, one))
    return [_bound(placed, held, needed, titles) for placed in places]


def _bound(
    placed: Placed,
    held: Mapping[Subject, Sequence[tuple[int, Grant]]],
    needed: Mapping[Subject, tuple[Need, ...]],
    titles: Mapping[str, Title],
) -> Book:
    line, made_from = placed.line, set(placed.titles)
    own = needed.get(placed.subject, ())
    above = [need for one in line[1:] for need in needed.get(one, ())]
    fences = [fence(title) for title_id, title in titles.items() if title_id in made_from]
    return Book(
        placed.subject,
        tuple(one for _, one in sorted(chain(*(held.get(one, ()) for one in line)), key=_AGE)),
        own,
        (*own, *above) if own else (),
        above=line[1:],
        thing=placed.thing,
        fences=tuple(one for one in fences if one is not None),
    )


_AGE = itemgetter(0)


async def grant(actor: Actor, grant_id: str) -> Grant:
    """Return a grant or prohibition; `Missing` if there is none that the actor may see."""
    require(actor, Act.SEE_RIGHTS)
    found = await records.grant_by_id(grant_id)
    brand_id = (await subjects.placed(found.subject)).brand_id if found else None
    if found is None or not may(actor, Act.SEE_RIGHTS, brand_id=brand_id):
        raise Missing("no_such_grant", f"There is no grant `{grant_id[:40]}`.", ("grant_id",))
    return found


def question(
    use: Use, at: datetime, language: str | None = None, channel: str | None = None
) -> Question:
    """Return a question as people ask it; `Invalid` for what is no language or channel.

    No language is every language, no channel every channel.
    """
    return Question(
        use,
        at,
        None if language is None else canonical(language),
        None if channel is None else named(channel),
    )


def verdicts(held: Book, question: Question, places: Collection[str] | None) -> list[Verdict]:
    """Return how every territory of `places` stands, or all 249 of them."""
    found = clear(held.needs, held.grants, question, where_of(places), held.fences)
    availability.require_few(sum(len(one.findings) for one in found), FINDINGS_MAX)
    return found


def search(
    held: Book, question: Question, until: datetime, places: Collection[str] | None
) -> list[Availability]:
    """Return how territories stand from the instant asked for until `until`, span by span."""
    require_span(question.at, until)
    if problem := too_much(*effort(held, question, until)):
        raise problem
    where = where_of(places)
    return availability.search(
        held.needs, held.grants, question, until, where, held.fences, FINDINGS_MAX
    )


def require_span(since: datetime, until: datetime) -> None:
    """Raise `Invalid` for a span that ends before it begins, or is too long to be searched."""
    if not since < until:
        raise Invalid("ends_before_start", "The end comes later than the start.", ("until",))
    if (until - since).days > SEARCH_DAYS_MAX:
        raise Invalid("too_long", "Search ten years at most.", ("until",))


def effort(held: Book, question: Question, until: datetime) -> tuple[int, int]:
    """Return how often rights change in a span, and how often a grant is looked at for that."""
    bounds = {one.window.starts_at for one in held.grants}
    bounds |= {one.window.until for one in held.grants}
    steps = sum(question.at < at < until for at in bounds)
    return steps, (steps + 1) * len(held.grants) * (len(held.needs) + 1 + len(held.fences))


def too_much(steps: int, looks: int) -> Invalid | None:
    """Return why that is more than one answer takes; None if it is not."""
    if steps <= SEARCH_STEPS_MAX and looks <= SEARCH_LOOKS_MAX:
        return None
    said = "Its rights change too often in that span; search less."
    return Invalid("too_many_changes", said, ("until",))


def where_of(places: Collection[str] | None) -> int:
    """Return the territories that are asked for, as `reach.bits` does; all of them if None."""
    return reach.ALL if places is None else reach.bits(touched(places, ("territories",)))
