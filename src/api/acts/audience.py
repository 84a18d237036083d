"""Bringing accounts in, judging them, cutting groups, and handing them back to campaigns."""

from datetime import date

import strawberry

from api.acts.requests import RequestPayload, payload_of
from api.audience.segments import AudienceCut, AudienceImport
from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, perform_considered, repeatable
from domain.audience.accounts import records, service
from domain.audience.accounts.model import Signal
from domain.audience.keys import service as keys
from domain.audience.segments import judging, proposing, rules
from domain.audience.segments import records as segments
from domain.audience.segments.judging import Judged
from domain.audience.segments.model import Where
from domain.audience.segments.proposing import Proposed, Wish
from domain.catalog.premises import Tier
from domain.consents.model import Channel
from domain.requests.kinds.targeting import Means


@strawberry.input(description="A table as CSV, of up to 5,000 lines.")
class ImportAudienceInput:
    """For `importAccounts` and `importEngagement`."""

    brand_id: strawberry.ID = strawberry.field(description="Whose accounts they are.")
    table: str = strawberry.field(description="The table; its first line names the columns.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="How often an account did something with a subject on a day.")
class EngagementInput:
    """One entry of `recordEngagement`."""

    account: str = strawberry.field(description="The account's pseudonym.")
    day: date = strawberry.field(description="The day, in UTC; today at the latest.")
    signal: Signal = strawberry.field(description="What it did.")
    subject: str = strawberry.field(
        description="With what, such as a Spotify URI; up to 120 characters."
    )
    times: int = strawberry.field(
        default=1, description="The day's total, 0 to 10,000; the last one said counts."
    )


@strawberry.input(description="What accounts of a brand did.")
class RecordEngagementInput:
    """For `recordEngagement`."""

    brand_id: strawberry.ID = strawberry.field(description="Whose accounts they are.")
    entries: list[EngagementInput] = strawberry.field(description="Up to 5,000 entries.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="By which key an account is known again.")
class MatchingKeyInput:
    """One entry of `bringMatchingKeys`."""

    account: str = strawberry.field(description="The account's pseudonym.")
    key: str = strawberry.field(
        description="The SHA-256 of its e-mail address, trimmed and in small letters, as 64 digits."
    )


@strawberry.input(description="Keys by which accounts of a brand are known again.")
class BringMatchingKeysInput:
    """For `bringMatchingKeys`."""

    brand_id: strawberry.ID = strawberry.field(description="Whose accounts they are.")
    keys: list[MatchingKeyInput] = strawberry.field(description="Up to 1,000 keys.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What was brought in.")
class AudienceImportPayload:
    """Answer of everything that brings accounts in, or what they did."""

    imported: AudienceImport | None = strawberry.field(description="What came of it.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="By which days the accounts of a brand are judged.")
class JudgeAudienceInput:
    """For `judgeAudience`."""

    brand_id: strawberry.ID = strawberry.field(description="The brand.")
    window_days: int = strawberry.field(default=28, description="How many days, 1 to 366.")
    until: date | None = strawberry.field(
        default=None, description="The last of them, in UTC; yesterday if left out."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What came of judging accounts.")
class JudgeAudiencePayload:
    """Answer of `judgeAudience`."""

    cuts: list[AudienceCut] = strawberry.field(description="Every segment by itself.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="Which accounts make a group: those of all that is named.")
class CutAudienceInput:
    """For `cutAudience`."""

    brand_id: strawberry.ID = strawberry.field(description="The brand.")
    segments: list[str] = strawberry.field(
        default_factory=list, description="Of these segments; empty for all."
    )
    regions: list[str] = strawberry.field(
        default_factory=list, description="In these regions, ISO 3166-1; empty for all."
    )
    tiers: list[Tier] = strawberry.field(
        default_factory=list, description="Of these customers' values; empty for all."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="The group.")
class CutAudiencePayload:
    """Answer of `cutAudience`."""

    cut: AudienceCut | None = strawberry.field(description="It, counted if it may be.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="What is to become of a group: a targeting, which people approve.")
class ProposeAudienceInput:
    """For `proposeAudience`."""

    cut_id: strawberry.ID = strawberry.field(description="The group; it has to be counted.")
    name: str = strawberry.field(description="What the request is called.")
    markets: list[str] = strawberry.field(description="ISO 3166 codes of up to 30 markets.")
    means: Means = strawberry.field(description="What reaches them.")
    targets: str = strawberry.field(description="What is set, as its receiver writes it.")
    special_category: bool = strawberry.field(
        description="Whether health, belief, origin or the like can be told from the group."
    )
    subject_id: strawberry.ID | None = strawberry.field(
        default=None, description="The campaign whose targets change; for ad sets."
    )
    reached_by: Channel | None = strawberry.field(
        default=None, description="By what a journey reaches them."
    )
    until: date | None = strawberry.field(
        default=None, description="The last day somebody may enter a journey; none if left out."
    )
    idempotency_key: str | None = repeatable("proposes nothing new for 24 h.")


@strawberry.type
class AudienceMutation:
    """Acting on audiences; for managers and admins."""

    @strawberry.mutation(
        description="Bring in accounts by pseudonym, with `account`, `tier`, `region` and"
        " `products`. For managers and admins of the brand."
    )
    async def import_accounts(
        self,
        info: Info,
        input: ImportAudienceInput,  # noqa: A002  The convention's name.
    ) -> AudienceImportPayload:
        """Bring accounts in."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await service.import_accounts(hub, actor, input.brand_id, input.table)).id

        return await _import(*await perform(info, "importAccounts", input, act))

    @strawberry.mutation(
        description="Bring in what accounts did, with `account`, `day`, `signal`, `subject` and"
        " `times`. For managers and admins of the brand."
    )
    async def import_engagement(
        self,
        info: Info,
        input: ImportAudienceInput,  # noqa: A002  The convention's name.
    ) -> AudienceImportPayload:
        """Bring in what accounts did, as a table."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await service.import_engagement(hub, actor, input.brand_id, input.table)).id

        return await _import(*await perform(info, "importEngagement", input, act))

    @strawberry.mutation(description="Say what accounts did. For managers and admins of the brand.")
    async def record_engagement(
        self,
        info: Info,
        input: RecordEngagementInput,  # noqa: A002  The convention's name.
    ) -> AudienceImportPayload:
        """Bring in what accounts did, entry by entry."""

        async def act() -> str:
            given = [
                {
                    "account": one.account,
                    "day": one.day.isoformat(),
                    "signal": one.signal.value,
                    "subject": one.subject,
                    "times": str(one.times),
                }
                for one in input.entries
            ]
            hub, actor = info.context.hub, info.context.actor
            return (await service.record_engagement(hub, actor, input.brand_id, given)).id

        return await _import(*await perform(info, "recordEngagement", input, act))

    @strawberry.mutation(
        description="Bring in keys by which Spotify knows accounts again: hashes, made before they"
        " come here. All of it is refused where an address stands in it. For managers and admins of"
        " the brand."
    )
    async def bring_matching_keys(
        self,
        info: Info,
        input: BringMatchingKeysInput,  # noqa: A002  The convention's name.
    ) -> AudienceImportPayload:
        """Bring keys in."""

        async def act() -> str:
            given = [{"account": one.account, "key": one.key} for one in input.keys]
            hub, actor = info.context.hub, info.context.actor
            return (await keys.bring(hub, actor, input.brand_id, given)).id

        return await _import(*await perform(info, "bringMatchingKeys", input, act))

    @strawberry.mutation(
        description="Judge every account of a brand by the rules in force, and count each segment"
        " that may be counted. For managers and admins of the brand."
    )
    async def judge_audience(
        self,
        info: Info,
        input: JudgeAudienceInput,  # noqa: A002  The convention's name.
    ) -> JudgeAudiencePayload:
        """Judge the accounts."""
        hub, actor = info.context.hub, info.context.actor

        async def consider() -> Judged:
            window = rules.window_of(input.until, input.window_days, hub.clock.now().date())
            return await judging.consider(hub, actor, input.brand_id, window)

        async def keep(found: Judged) -> str:
            return (await judging.keep(hub, actor, found)).id

        done, errors = await perform_considered(info, "judgeAudience", input, consider, keep)
        found = await judging.audience(actor, input.brand_id) if done else None
        cuts = [AudienceCut.of(one) for one in found.cuts] if found else []
        return JudgeAudiencePayload(cuts=cuts, errors=errors)

    @strawberry.mutation(
        description="Cut a group of a brand's accounts as they were judged last. Its size is"
        " withheld where it, or its difference from what was counted, is of too few. For managers"
        " and admins of the brand."
    )
    async def cut_audience(
        self,
        info: Info,
        input: CutAudienceInput,  # noqa: A002  The convention's name.
    ) -> CutAudiencePayload:
        """Cut a group."""

        async def act() -> str:
            where = Where(tuple(input.segments), tuple(input.regions), tuple(input.tiers))
            hub, actor = info.context.hub, info.context.actor
            return (await judging.cut(hub, actor, input.brand_id, where)).id

        done, errors = await perform(info, "cutAudience", input, act)
        found = await segments.cut(done) if done else None
        return CutAudiencePayload(cut=AudienceCut.of(found) if found else None, errors=errors)

    @strawberry.mutation(
        description="Propose a group's targeting to campaigns: a request, judged for consent and"
        " approved like any other. For managers and admins of the brand."
    )
    async def propose_audience(
        self,
        info: Info,
        input: ProposeAudienceInput,  # noqa: A002  The convention's name.
    ) -> RequestPayload:
        """Propose a targeting."""
        hub, actor = info.context.hub, info.context.actor

        async def consider() -> Proposed:
            wish = Wish(
                cut_id=input.cut_id,
                name=input.name,
                markets=tuple(input.markets),
                means=input.means,
                targets=input.targets,
                special_category=input.special_category,
                subject_id=input.subject_id,
                reached_by=input.reached_by,
                until=input.until,
            )
            return await proposing.consider(hub, actor, wish)

        async def keep(found: Proposed) -> str:
            return (await proposing.keep(hub, actor, found)).id

        done = await perform_considered(info, "proposeAudience", input, consider, keep)
        return await payload_of(*done)


async def _import(done: str | None, errors: list[AnyError]) -> AudienceImportPayload:
    found = await records.get_import(done) if done else None
    imported = AudienceImport.of(found) if found else None
    return AudienceImportPayload(imported=imported, errors=errors)
