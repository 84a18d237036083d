"""A compensation that waits, asked for as a request: its stages are the second pair of eyes.

From then on nobody decides it on the case. What the request comes to is written there by a job,
which its every move asks for: approved it is given, as it was approved; rejected or withdrawn it is
not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from domain.actor import CONNECTOR, Actor
from domain.cases import docket
from domain.cases.model import Case
from domain.cases.rules import manages
from domain.compensations import records, rules
from domain.compensations.model import Compensation, CompensationState
from domain.compensations.service import no_such, summary
from domain.database import transaction
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.jobs.model import Job
from domain.requests import records as requests
from domain.requests import submit
from domain.requests.kinds import compensation as kind
from domain.requests.model import Request, RequestState

#: What a compensation comes to by the state of its request; in all other states it waits.
_COMES_TO: Mapping[RequestState, CompensationState] = {
    RequestState.PUBLISHED: CompensationState.DONE,
    RequestState.LIVE: CompensationState.DONE,
    RequestState.REJECTED: CompensationState.DECLINED,
    RequestState.WITHDRAWN: CompensationState.DECLINED,
}

#: The longest name of the request, in characters.
_NAME_MAX = 150


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request says beyond the case; brand and markets are the case's if left out."""

    remedy: kind.Remedy
    legal_claim: bool = False
    brand_id: str | None = None
    markets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Considered:
    """A compensation that may be asked for as a request."""

    found: Compensation
    asked: submit.Considered


async def consider(hub: Hub, actor: Actor, compensation_id: str, wish: Wish) -> Considered:
    """Ask the rules about the request; not in a transaction.

    Raises `Forbidden` but for the case's owner and its managers, `Invalid` where the case does not
    say what a request has to.
    """
    async with transaction():
        case, found = await _waiting(actor, compensation_id)
    brief = _brief(case, found, wish)
    return Considered(found, await submit.consider(hub, actor, kind.KIND.name, brief))


async def keep(hub: Hub, actor: Actor, considered: Considered) -> Compensation:
    """Submit the request, and have it decide the compensation; `Conflict` if that is too late."""
    async with transaction():
        before, found = await _waiting(actor, considered.found.id)
        request = await submit.keep(hub, actor, considered.asked)
        await records.ask_as(found, request.id)
        after = replace(found, request_id=request.id)
        told = {**summary(after), "request": request.id}
        await docket.write(hub, actor, before, before, "case.compensation_requested", told)
    return after


async def settle(hub: Hub, job: Job) -> None:
    """Write on the case what became of the request; the handler of `compensation.settle`."""
    request_id = job.details["request_id"]
    async with transaction():
        found = (await records.of_requests([request_id]))[request_id]
        request = await requests.get(request_id)
        if found is None or request is None:
            return
        before = (await docket.load(found.case_id)).case
        state = _COMES_TO.get(request.state)
        if state is None or state is found.state:
            return
        after = _settled(found, request, state, hub)
        await records.decide(found, after)
        done = state is CompensationState.DONE
        act = "case.compensated" if done else "case.compensation_declined"
        told = {**summary(after), "request": request.id}
        await docket.write(hub, CONNECTOR, before, before, act, told)


def _settled(
    found: Compensation, request: Request, state: CompensationState, hub: Hub
) -> Compensation:
    """Return a compensation as its request was decided, which may have been revised before."""
    brief = kind.CompensationBrief.model_validate(request.payload)
    return replace(
        found,
        state=state,
        account=brief.account_id,
        proposal=replace(found.proposal, amount=brief.amount.money),
        reason=request.note,
        decided_at=hub.clock.now(),
    )


async def _waiting(actor: Actor, compensation_id: str) -> tuple[Case, Compensation]:
    """Return a compensation that waits for people, with its case, for those who may ask for it."""
    found = await records.get(compensation_id)
    if found is None:
        raise no_such(compensation_id)
    try:
        case = (await docket.load_to_handle(found.case_id, actor)).case
    except Missing:
        raise no_such(compensation_id) from None
    if not manages(actor, case):
        rules.require_proposer(actor, case)
    if found.state is not CompensationState.WAITING or found.request_id is not None:
        raise Conflict(
            "not_waiting", "Somebody has decided on this compensation, or asked for it already."
        )
    return case, found


def _brief(case: Case, found: Compensation, wish: Wish) -> dict[str, object]:
    """Return the brief of the request; `Invalid` names everything that the case does not say."""
    if problems := list(_unsaid(case, found, wish)):
        first, *others = problems
        raise Invalid(first.code, first.message, first.path, others)
    amount, severity = found.proposal.amount, case.given.severity
    return {
        "name": f"Case #{case.number}: {case.title}"[:_NAME_MAX],
        "brand_id": wish.brand_id or case.brand_id,
        "markets": list(wish.markets or case.markets),
        "account_id": found.account,
        "amount": {"amount": str(amount.amount), "currency": amount.currency} if amount else None,
        "remedy": wish.remedy.value,
        "severity": severity.value if severity else None,
        "legal_claim": wish.legal_claim,
        "reason": found.proposal.why,
        "case_ref": f"#{case.number}",
    }


def _unsaid(case: Case, found: Compensation, wish: Wish) -> Iterator[Invalid]:
    """Yield what a request has to say and the case does not."""
    if found.proposal.amount is None:
        said = "Words alone need no request; decide on them on the case."
        yield Invalid("words_alone", said, ("amount",))
    if not rules.registered(found.account):
        said = "Say by its id whose account it is (`linkCase`), and propose it again."
        yield Invalid("no_account", said, ("account",))
    if case.given.severity is None:
        said = "Say how bad it was first (`triageCase`)."
        yield Invalid("no_severity", said, ("severity",))
    if not (wish.brand_id or case.brand_id):
        yield Invalid("no_brand", "Say which brand it is for; the case does not.", ("brand_id",))
    if not (wish.markets or case.markets):
        yield Invalid("no_markets", "Say which markets it is for.", ("markets",))
