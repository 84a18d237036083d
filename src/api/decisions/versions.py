"""Versions of decision tables in the schema: the file, what it says of the past, its release."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.nodes import Node
from api.decisions.checks import RuleCheck
from api.decisions.grids import RuleGrid
from domain.decisions import model
from domain.decisions.checked import check_of
from domain.decisions.in_force import compiled
from domain.decisions.page import page
from domain.people.model import Act
from domain.people.rules import require
from domain.requests.kinds import rule_version as kind
from domain.rulebook import reading


@strawberry.type(description="How many decisions would turn from one outcome to another.")
class ReplayTurn:
    """See `domain.decisions.model.Turn`."""

    before: str = strawberry.field(description="What was decided.")
    after: str = strawberry.field(description="What would have been.")
    count: int = strawberry.field(description="How often.")


@strawberry.type(description="What a version would have said of every decision of its table.")
class RuleReplay:
    """See `domain.decisions.model.Replay`."""

    at: datetime = strawberry.field(description="When the past was judged by it.")
    total: int = strawberry.field(description="How many decisions there were.")
    changed: int = strawberry.field(description="How many would have been others.")
    turns: list[ReplayTurn] = strawberry.field(
        description="The kinds of change, most frequent first; the first 20."
    )
    request_ids: list[strawberry.ID] = strawberry.field(
        description="The requests concerned that you may see, of the 50 newest ones."
    )

    @classmethod
    def of(cls, at: datetime, replay: model.Replay) -> "RuleReplay":
        """Show it."""
        return cls(
            at=at,
            total=replay.total,
            changed=replay.changed,
            turns=[ReplayTurn(before=t.before, after=t.after, count=t.count) for t in replay.turns],
            request_ids=[identified(one) for one in replay.requests],
        )


@strawberry.type(description="A version of a decision table: its file and cases never change.")
class RuleVersion(Node):
    """See `domain.decisions.model.RuleVersion`."""

    value: strawberry.Private[model.RuleVersion]
    table: str = strawberry.field(description="The decision table.")
    number: int = strawberry.field(description="Its number among the table's versions, from 1.")
    digest: str = strawberry.field(description="SHA-256 of its file; decisions name it.")
    change: str = strawberry.field(description="What is new in it.")
    created_at: datetime = strawberry.field(description="When it was drafted.")
    dmn: str = strawberry.field(description="Its file: DMN, as XML.")
    cases: str = strawberry.field(description="Its test cases, as CSV.")

    @strawberry.field(description="Who drafted it; Greenlight, for what comes with it.")
    async def author_name(self, info: Info) -> str:
        """Look the name up."""
        if self.value.author_id is None:
            return "Greenlight"
        return await info.context.loaders.names.load(self.value.author_id) or "somebody"

    @strawberry.field(description="The version it was made from; null for the first.")
    async def base(self, info: Info) -> "RuleVersion | None":
        """Look the version up."""
        if self.value.base_id is None:
            return None
        found = await info.context.loaders.rule_versions.load(self.value.base_id)
        return RuleVersion.of(found) if found else None

    @strawberry.field(
        description="What was found out about it; null, with an error, if it cannot be read."
    )
    async def check(self) -> RuleCheck | None:
        """Check it."""
        return RuleCheck.of(await check_of(self.value))

    @strawberry.field(
        description="Its columns and rules; null where it is an expression, and, with an error,"
        " if it cannot be read."
    )
    def grid(self) -> RuleGrid | None:
        """Show it cell by cell."""
        return RuleGrid.of(compiled(self.value))

    @strawberry.field(
        description="What it means, as a page of Markdown: its question, its facts, and each rule"
        " as a sentence; null, with an error, if it cannot be read."
    )
    def page(self) -> str | None:
        """Tell it in words."""
        return page(compiled(self.value))

    @strawberry.field(description="What it would have said of the past; null if not asked yet.")
    async def replay(self, info: Info) -> RuleReplay | None:
        """Show the newest replay."""
        found = await info.context.loaders.replays.load(self.value.id)
        if found is None:
            return None
        at, replay = found
        return RuleReplay.of(at, await reading.shown_to(info.context.actor, replay))

    @classmethod
    def of(cls, version: model.RuleVersion) -> "RuleVersion":
        """Show a version."""
        return cls(
            id=identified(version.id),
            value=version,
            table=version.table_key,
            number=version.number,
            digest=version.digest,
            change=version.change,
            created_at=version.created_at,
            dmn=version.dmn,
            cases=version.cases,
        )


@strawberry.type(description="What is asked for, if a version of a table is to be released.")
class RuleVersionBrief:
    """See `domain.requests.kinds.rule_version.RuleVersionBrief`."""

    table: str = strawberry.field(description="The decision table.")
    number: int = strawberry.field(description="The version's number.")
    change: str = strawberry.field(description="What is new in it.")
    effective_at: datetime | None = strawberry.field(
        description="From when it is to count; null for as soon as everybody said yes."
    )
    under_way: bool = strawberry.field(
        description="Whether it is to count for what was asked for before as well."
    )
    note: str = strawberry.field(description="The requester's note to reviewers.")
    version_id: strawberry.Private[str]

    @strawberry.field(description="The version itself; not for agencies.")
    async def version(self, info: Info) -> RuleVersion | None:
        """Look the version up."""
        require(info.context.actor, Act.SEE_RULES)
        found = await info.context.loaders.rule_versions.load(self.version_id)
        return RuleVersion.of(found) if found else None

    @classmethod
    def of(cls, brief: kind.RuleVersionBrief) -> "RuleVersionBrief":
        """Show a brief."""
        return cls(
            table=brief.table,
            number=brief.number,
            change=brief.change,
            effective_at=brief.effective_at,
            under_way=brief.under_way,
            note=brief.note,
            version_id=brief.version_id,
        )
