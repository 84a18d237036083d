"""Acting on cases: one mutation per act."""

from collections.abc import Awaitable, Callable
from typing import Any

import strawberry

from api.cases.lists import CaseSubjectInput
from api.cases.payload import CasePayload, answered
from api.context import Info
from api.conventions.mutations import perform, perform_considered, repeatable
from domain.cases import assign, comment, handle, open_case
from domain.cases.forget import forget_reporter
from domain.cases.model import Case as CaseValue
from domain.cases.model import (
    CaseKind,
    CaseState,
    CommentKind,
    CustomerValue,
    Given,
    Report,
    Severity,
    Source,
    Topic,
    Triaged,
)
from domain.compensations import by_merge


@strawberry.input(description="What is known of a case; what is left out stays unknown.")
class CaseFactsInput:
    """See `domain.cases.model.Given`."""

    severity: Severity | None = strawberry.field(default=None, description="How bad it is.")
    topic: Topic | None = strawberry.field(default=None, description="What it is about.")
    customer_value: CustomerValue | None = strawberry.field(
        default=None, description="How much the account means to the organisation."
    )
    live: bool | None = strawberry.field(
        default=None,
        description="Whether it can be heard or seen right now; looked up at its requests if left"
        " out.",
    )

    def value(self) -> Given:
        """Return it as the core takes it."""
        return Given(self.severity, self.topic, self.customer_value, self.live)


@strawberry.input(description="A case to open.")
class OpenCaseInput:
    """For `openCase`."""

    kind: CaseKind = strawberry.field(description="What somebody came with.")
    title: str = strawberry.field(description="Its title, up to 200 characters.")
    text: str = strawberry.field(description="What is reported, up to 10,000 characters.")
    facts: CaseFactsInput = strawberry.field(
        default_factory=CaseFactsInput,
        description="What is known of it. Without severity and topic people decide, as P2.",
    )
    subjects: list[CaseSubjectInput] = strawberry.field(
        default_factory=list, description="What it is about, up to 20."
    )
    market: str | None = strawberry.field(default=None, description="The market (ISO 3166).")
    brand_id: strawberry.ID | None = strawberry.field(
        default=None, description="The brand; found by its subjects if left out."
    )
    idempotency_key: str | None = repeatable("opens nothing new for 24 h.")

    def report(self) -> Report:
        """Return it as the core takes it."""
        return Report(
            kind=self.kind,
            source=Source.API,
            title=self.title,
            text=self.text,
            given=self.facts.value(),
            market=self.market,
            brand_id=self.brand_id,
            subjects=tuple(one.value() for one in self.subjects),
        )


@strawberry.input(description="A case to acknowledge.")
class AcknowledgeCaseInput:
    """For `acknowledgeCase`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A case to give to somebody.")
class AssignCaseInput:
    """For `assignCase`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    user_id: strawberry.ID | None = strawberry.field(
        default=None, description="Who is to own it; you if left out."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="Something to say in a case.")
class CommentCaseInput:
    """For `commentCase`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    text: str = strawberry.field(description="What to say, up to 5,000 characters.")
    kind: CommentKind = strawberry.field(
        default=CommentKind.INTERNAL,
        description="Whom it is for; what a reporter says is a reply.",
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="How far a case is.")
class ChangeCaseStateInput:
    """For `changeCaseState`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    state: CaseState = strawberry.field(
        description="In progress, waiting or closed; other states have mutations of their own."
    )
    reason: str | None = strawberry.field(default=None, description="Why.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A case to resolve.")
class ResolveCaseInput:
    """For `resolveCase`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    text: str = strawberry.field(description="How it was resolved; the reporter reads it.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A case to open again.")
class ReopenCaseInput:
    """For `reopenCase`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    reason: str = strawberry.field(description="Why.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="Two cases that are the same.")
class MergeCasesInput:
    """For `mergeCases`."""

    duplicate_id: strawberry.ID = strawberry.field(description="The case that ends.")
    main_id: strawberry.ID = strawberry.field(description="The case that goes on.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="What a case is about as well.")
class LinkCaseInput:
    """For `linkCase`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    subjects: list[CaseSubjectInput] = strawberry.field(description="What it is about.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A case to be triaged again.")
class TriageCaseInput:
    """For `triageCase`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    facts: CaseFactsInput = strawberry.field(
        default_factory=CaseFactsInput,
        description="What was found out; what is left out stays as it is.",
    )
    queue: str | None = strawberry.field(
        default=None, description="Where it goes, whatever the rules say."
    )
    reason: str | None = strawberry.field(
        default=None,
        description="Why; needed from legal where it says that the law watches it no more.",
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A reporter outside to forget.")
class ForgetCaseReporterInput:
    """For `forgetCaseReporter`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    idempotency_key: str | None = repeatable()


@strawberry.type
class CaseMutation:
    """Acting on cases."""

    @strawberry.mutation(
        description="Open a case. The rules decide its priority, queue and clocks."
    )
    async def open_case(self, info: Info, input: OpenCaseInput) -> CasePayload:  # noqa: A002  The convention's name.
        """Open a case."""
        hub, actor = info.context.hub, info.context.actor

        async def consider() -> open_case.Considered:
            return await open_case.consider(hub, actor, input.report())

        async def keep(found: open_case.Considered) -> str:
            return (await open_case.keep(hub, actor, found)).id

        return await answered(*await perform_considered(info, "openCase", input, consider, keep))

    @strawberry.mutation(description="Say that a case is seen; stops its response clock.")
    async def acknowledge_case(self, info: Info, input: AcknowledgeCaseInput) -> CasePayload:  # noqa: A002  The convention's name.
        """Acknowledge a case."""
        return await _acted(info, "acknowledgeCase", input, handle.acknowledge)

    @strawberry.mutation(description="Give a case to somebody who answers for it.")
    async def assign_case(self, info: Info, input: AssignCaseInput) -> CasePayload:  # noqa: A002  The convention's name.
        """Assign a case."""
        return await _acted(info, "assignCase", input, assign.assign, input.user_id)

    @strawberry.mutation(
        description="Say something in a case: inside the house, to its reporter, or ask them; then"
        " it waits for the customer."
    )
    async def comment_case(self, info: Info, input: CommentCaseInput) -> CasePayload:  # noqa: A002  The convention's name.
        """Comment on a case."""
        said = (input.text, input.kind)
        return await _acted(info, "commentCase", input, comment.comment, *said)

    @strawberry.mutation(description="Have a case in progress, waiting for the customer, closed.")
    async def change_case_state(self, info: Info, input: ChangeCaseStateInput) -> CasePayload:  # noqa: A002  The convention's name.
        """Change how far a case is."""
        said = (input.state, input.reason)
        return await _acted(info, "changeCaseState", input, handle.change_state, *said)

    @strawberry.mutation(description="Say how a case was resolved; stops both clocks.")
    async def resolve_case(self, info: Info, input: ResolveCaseInput) -> CasePayload:  # noqa: A002  The convention's name.
        """Resolve a case."""
        return await _acted(info, "resolveCase", input, handle.resolve, input.text)

    @strawberry.mutation(description="Open a case again, with a reason; its clocks begin anew.")
    async def reopen_case(self, info: Info, input: ReopenCaseInput) -> CasePayload:  # noqa: A002  The convention's name.
        """Reopen a case."""
        return await _acted(info, "reopenCase", input, handle.reopen, input.reason)

    @strawberry.mutation(
        description="Merge a duplicate into its main case, which gets what was said and linked."
        " It cannot be undone. Answers with the main case."
    )
    async def merge_cases(self, info: Info, input: MergeCasesInput) -> CasePayload:  # noqa: A002  The convention's name.
        """Merge two cases."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return (await by_merge.merge(hub, actor, input.duplicate_id, input.main_id)).id

        return await answered(*await perform(info, "mergeCases", input, act))

    @strawberry.mutation(description="Say what a case is about as well.")
    async def link_case(self, info: Info, input: LinkCaseInput) -> CasePayload:  # noqa: A002  The convention's name.
        """Link a case."""
        about = [one.value() for one in input.subjects]
        return await _acted(info, "linkCase", input, assign.link, about)

    @strawberry.mutation(
        description="Have a case triaged again, with what was found out; its clocks keep what has"
        " passed."
    )
    async def triage_case(self, info: Info, input: TriageCaseInput) -> CasePayload:  # noqa: A002  The convention's name.
        """Triage a case again."""
        hub, actor = info.context.hub, info.context.actor

        async def consider() -> tuple[CaseValue, Given, Triaged]:
            return await assign.consider_triage(hub, actor, input.case_id, input.facts.value())

        async def keep(found: tuple[CaseValue, Given, Triaged]) -> str:
            return (await assign.keep_triage(hub, actor, found, input.queue, input.reason)).id

        return await answered(*await perform_considered(info, "triageCase", input, consider, keep))

    @strawberry.mutation(description="Forget who outside reported a case; what they wrote stays.")
    async def forget_case_reporter(
        self,
        info: Info,
        input: ForgetCaseReporterInput,  # noqa: A002  The convention's name.
    ) -> CasePayload:
        """Forget a reporter."""
        return await _acted(info, "forgetCaseReporter", input, forget_reporter)


async def _acted(
    info: Info,
    mutation: str,
    given: Any,  # noqa: ANN401  Each mutation has an input type of its own, with a `case_id`.
    act: Callable[..., Awaitable[CaseValue]],
    *more: object,
) -> CasePayload:
    """Do `act` to a case, with `more`, and answer for `mutation`."""
    hub, actor = info.context.hub, info.context.actor

    async def once() -> str:
        return (await act(hub, actor, given.case_id, *more)).id

    return await answered(*await perform(info, mutation, given, once))
