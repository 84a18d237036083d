"""Reading rights: what stands in the books, what follows from it, and what contradicts it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from domain.actor import Actor
from domain.errors import Invalid, Missing
from domain.people.model import Act
from domain.people.rules import require
from domain.rights import availability, reach, records, subjects
from domain.rights.availability import Availability
from domain.rights.clearance import clear
from domain.rights.conflicts import Conflict, conflicts
from domain.rights.model import Grant, Need, Subject
from domain.rights.verdicts import Question, Verdict
from domain.territories import area

#: The longest span that is searched, in days: ten years and their leap days.
SEARCH_DAYS_MAX = 3_653

#: The most changes of rights within a span that is searched, and how often a grant may be looked
#: at for a layer in all: about a second's work.
SEARCH_STEPS_MAX, SEARCH_LOOKS_MAX = 100, 1_000_000

#: The most layers of all verdicts together, each shown with its reason: ten everywhere, twice.
FINDINGS_MAX = 5_000


@dataclass(frozen=True, slots=True)
class Book:
    """All that counts for a subject: its grants and those above it, and what it contains.

    Needs of what is above count too, once the subject itself was said to contain something.
    """

    subject: Subject
    grants: tuple[Grant, ...]
    own_needs: tuple[Need, ...]
    needs: tuple[Need, ...]

    def conflicts(self) -> list[Conflict]:
        """Return what contradicts each other, the worst first."""
        return conflicts(self.grants)


async def book(actor: Actor, subject: Subject) -> Book:
    """Return the rights of a subject; `Missing` if it is not there, `Forbidden` if not for them."""
    require(actor, Act.SEE_RIGHTS)
    placed = await subjects.placed(subject)
    require(actor, Act.SEE_RIGHTS, brand_id=placed.brand_id)
    grants, needed = await records.held(placed.line)
    own = needed.get(subject, ())
    above = [need for one in placed.line[1:] for need in needed.get(one, ())]
    return Book(subject, tuple(grants), own, (*own, *above) if own else ())


async def grant(actor: Actor, grant_id: str) -> Grant:
    """Return a grant or prohibition; `Missing` if there is none, `Forbidden` if not for them."""
    require(actor, Act.SEE_RIGHTS)
    found = await records.grant_by_id(grant_id)
    if found is None:
        raise Missing("no_such_grant", f"There is no grant `{grant_id[:40]}`.", ("grant_id",))
    placed = await subjects.placed(found.subject)
    require(actor, Act.SEE_RIGHTS, brand_id=placed.brand_id)
    return found


def verdicts(held: Book, question: Question, places: Collection[str] | None) -> list[Verdict]:
    """Return how every territory of `places` stands, or all 249 of them."""
    found = clear(held.needs, held.grants, question, _where(places))
    _require_few(sum(len(one.findings) for one in found))
    return found


def search(
    held: Book, question: Question, until: datetime, places: Collection[str] | None
) -> list[Availability]:
    """Return how territories stand from the instant asked for until `until`, span by span."""
    if not question.at < until:
        raise Invalid("ends_before_start", "The end comes later than the start.", ("until",))
    if (until - question.at).days > SEARCH_DAYS_MAX:
        raise Invalid("too_long", "Search ten years at most.", ("until",))
    bounds = {one.window.starts_at for one in held.grants}
    bounds |= {one.window.until for one in held.grants}
    steps = sum(question.at < at < until for at in bounds)
    looks = steps * len(held.grants) * (len(held.needs) + 1)
    if steps > SEARCH_STEPS_MAX or looks > SEARCH_LOOKS_MAX:
        raise Invalid(
            "too_many_changes", "Its rights change too often in that span; search less.", ("until",)
        )
    found = availability.search(held.needs, held.grants, question, until, _where(places))
    _require_few(sum(len(span.findings) for one in found for span in one.spans))
    return found


def _require_few(findings: int) -> None:
    if findings > FINDINGS_MAX:
        raise Invalid(
            "too_many_answers",
            f"That would be {findings:,} reasons, and may be {FINDINGS_MAX:,}; ask for fewer"
            " territories at once.",
            ("territories",),
        )


def _where(places: Collection[str] | None) -> int:
    return reach.ALL if places is None else reach.bits(area(places).touched)
