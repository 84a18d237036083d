"""Asking for rights: one subject, all its territories at an instant or through a span."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.pages import Connection, connection, request_page
from api.conventions.replaced import by
from api.rights.grants import (
    CONFLICTS_MAX,
    RightsAvailability,
    RightsConflict,
    RightsGrant,
    RightsNeed,
    RightsVerdict,
)
from domain.instants import in_utc
from domain.pages import PAGE_DEFAULT, PAGE_MAX
from domain.rights import reading, subjects
from domain.rights.model import Grant, Subject, SubjectKind, Use

#: The order of a list of grants, as cursors name it.
_GRANTS = "grants:desc:id_text"


@strawberry.type(description="Something that rights are held in.")
class RightsSubject:
    """See `domain.rights.model.Subject`."""

    kind: SubjectKind = strawberry.field(description="What kind of thing it is.")
    id: strawberry.ID = strawberry.field(description="What it is.")

    @classmethod
    def of(cls, value: Subject) -> "RightsSubject":
        """Show it."""
        return cls(kind=value.kind, id=identified(value.ref))

    @strawberry.field(description="What it is called; null if it is gone.")
    async def name(self, info: Info) -> str | None:
        """Show its name."""
        key = subjects.key_of(Subject(self.kind, self.id))
        name: str | None = await info.context.loaders.rights_subjects.load(key)
        return name


@strawberry.type(description="A grant or prohibition that counts for something, and by what.")
class RightsEntry:
    """A grant of `domain.rights.reading.Book`, and whose it is."""

    grant: RightsGrant = strawberry.field(description="The grant or prohibition.")
    explicit: bool = strawberry.field(
        description="Whether it was entered for this very thing; else it comes from what is above."
    )
    source: RightsSubject = strawberry.field(
        description="What it was entered for: the thing itself, its show, a title or a work."
    )


@strawberry.type(description="The rights in an asset, episode, show, title or work.")
class Rights:
    """See `domain.rights.reading.Book`."""

    held: strawberry.Private[reading.Book]
    subject_kind: SubjectKind = strawberry.field(description="What kind of thing it is.")
    subject_id: strawberry.ID = strawberry.field(description="What it is.")
    needs: list[RightsNeed] = strawberry.field(
        description="The layers it contains by itself; while there are none, nothing is cleared."
    )

    @classmethod
    def of(cls, held: reading.Book) -> "Rights":
        """Show it."""
        needs = [RightsNeed.of(one) for one in held.own_needs]
        ref = identified(held.subject.ref)
        return cls(held=held, subject_kind=held.subject.kind, subject_id=ref, needs=needs)

    @strawberry.field(
        description="Its grants and prohibitions, those of what it belongs to among them, newest"
        f" first; up to {PAGE_MAX} at once, from the one after the id `after` on.",
        deprecation_reason=by("grantsConnection"),
    )
    def grants(
        self, first: int = PAGE_DEFAULT, after: strawberry.ID | None = None
    ) -> list[RightsGrant]:
        """Show grants, from the one after `after` on."""
        older = [one for one in reversed(self.held.grants) if after is None or one.id < after]
        return [RightsGrant.of(one) for one in older[: max(0, min(first, PAGE_MAX))]]

    @strawberry.field(
        description="Its grants and prohibitions, those of what it belongs to among them, newest"
        " first."
    )
    def grants_connection(
        self,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[RightsGrant]:
        """Show a page of grants."""
        page = self.held.page(request_page(_GRANTS, first, after, last, before))
        return connection(_GRANTS, page, RightsGrant.of, self._count)

    @strawberry.field(
        description="Its grants and prohibitions, newest first, each with what it comes from: the"
        " thing itself, or what it belongs to or is made from."
    )
    def entries_connection(
        self,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[RightsEntry]:
        """Show a page of grants with their sources."""
        page = self.held.page(request_page(_GRANTS, first, after, last, before))
        return connection(_GRANTS, page, self._entry, self._count)

    def _entry(self, value: Grant) -> RightsEntry:
        return RightsEntry(
            grant=RightsGrant.of(value),
            explicit=value.subject == self.held.subject,
            source=RightsSubject.of(value.subject),
        )

    async def _count(self) -> int:
        return len(self.held.grants)

    @strawberry.field(
        description="What it belongs to, and the titles and works it is made from: their rights"
        " count for it too."
    )
    def above(self) -> list[RightsSubject]:
        """Show what is above it."""
        return [RightsSubject.of(one) for one in self.held.above]

    @strawberry.field(
        description="Layers that such a thing usually contains, for a use: a proposal to declare"
        " from. Nothing is judged by it."
    )
    def proposed_needs(self, use: Use) -> list[RightsNeed]:
        """Propose layers."""
        return [RightsNeed.of(one) for one in self.held.proposed(use)]

    @strawberry.field(
        description=f"What contradicts each other, the {CONFLICTS_MAX} worst; drafts left out."
    )
    def conflicts(self) -> list[RightsConflict]:
        """Show conflicts."""
        return [RightsConflict.of(one) for one in self.held.conflicts()[:CONFLICTS_MAX]]

    @strawberry.field(
        description="Whether it may be used at an instant, in every territory or those asked for."
        " A past instant is judged by what stands in the books today; what stood there then, the"
        " record of each grant tells."
    )
    def clearance(
        self,
        info: Info,
        use: Use,
        at: datetime | None = None,
        language: str | None = None,
        channel: str | None = None,
        territories: list[str] | None = None,
    ) -> list[RightsVerdict]:
        """Judge every territory."""
        now = info.context.hub.clock.now()
        question = reading.question(use, in_utc(at, ("at",)) if at else now, language, channel)
        found = reading.verdicts(self.held, question, territories)
        return [RightsVerdict.of(one) for one in found]

    @strawberry.field(
        description="When it may be used between two instants, and the reason for each no."
    )
    def availability(
        self,
        use: Use,
        since: datetime,
        until: datetime,
        language: str | None = None,
        channel: str | None = None,
        territories: list[str] | None = None,
    ) -> list[RightsAvailability]:
        """Search a span of time."""
        question = reading.question(use, in_utc(since, ("since",)), language, channel)
        found = reading.search(self.held, question, in_utc(until, ("until",)), territories)
        return [RightsAvailability.of(one) for one in found]


@strawberry.type
class RightsQuery:
    """Reading rights."""

    @strawberry.field(
        description="The rights in something: its grants, and whether it may be used where, until"
        " when, and why not. Not for agencies."
    )
    async def rights(self, info: Info, kind: SubjectKind, id: strawberry.ID) -> Rights | None:  # noqa: A002  The convention's name.
        """Show the rights of a subject."""
        return Rights.of(await reading.book(info.context.actor, Subject(kind, id)))
