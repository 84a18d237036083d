"""Asking a content system for something: begun in one transaction, concluded in another.

Every attempt at the same carries the same id, so whoever heard the one before does nothing twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.activation.journeys import concluding
from domain.activation.journeys import records as endpoints
from domain.activation.journeys import rules as journeys
from domain.activation.journeys.model import Endpoint, EndpointPurpose, EndpointState
from domain.activation.journeys.sending import PAUSE_SECONDS, PAUSED
from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.content_systems import records, rules
from domain.content_systems.model import Heard, Said, Turn, Verb
from domain.database import transaction
from domain.errors import Invalid
from domain.hub import Hub
from domain.jobs.model import GiveUp, RetryLater
from domain.requests import records as requests
from domain.requests.model import Request
from domain.targets.model import (
    BegunLater,
    BegunStopped,
    Publication,
    Refused,
    Report,
    Standing,
)
from domain.webhooks import Answer, Message

#: What counts of an answer that says what becomes of something, by what was asked for.
_ANSWERS = {
    Verb.PUBLISH: frozenset({Standing.LIVE, Standing.PROCESSING, Standing.REFUSED}),
    Verb.REMOVE: frozenset({Standing.GONE, Standing.PROCESSING}),
}


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt that was written down, before it is made."""

    turn: Turn
    endpoint: Endpoint
    request: Request
    message: Message


async def begin(
    hub: Hub, verb: Verb, what: Publication, outside: Mapping[str, str], *, again: bool
) -> Begun:
    """Write an attempt down and return it; not in a transaction.

    `again` says that the same was asked for before and is not to be done twice, even if it was
    taken: it is asked under the id that it had. So is all that was not taken yet. Raises `GiveUp`
    where nothing is sent until somebody mends that, `RetryLater` where the endpoint is paused.
    """
    told, now = rules.told_of(what, verb), hub.clock.now()
    async with transaction():
        endpoint, request = await _where(what)
        before = await records.turn(request.id, locked=True)
        wanted = Turn(request.id, endpoint.id, verb, what.revision, rules.digest_of(told))
        turn = rules.next_turn(before, wanted, again=again)
        await records.put(turn)
    report_to = f"{hub.public_url}/publications/{request.id}/report"
    body = rules.written(turn, told, outside, report_to, now)
    secrets = secrets_of(hub, endpoint)
    headers = journeys.headers(secrets, turn.message_id, now, body)
    return Begun(turn, endpoint, request, Message(endpoint.address, headers, body))


async def conclude(hub: Hub, begun: Begun, answer: Answer, outside: Mapping[str, str]) -> Report:
    """Write what came of an attempt, and return what that says of the publication.

    Raises `Refused`, `GiveUp`, and, for as long as it is tried again, `BegunLater`: a system that
    does not answer may have heard it all the same.
    """
    turn, code = begun.turn, answer.code
    if code in journeys.TAKEN:
        return await _take(hub, begun, answer, outside)
    why = f"the endpoint {begun.endpoint.name} did not take it. {concluding.said(answer)}"
    if code == journeys.GONE:
        async with transaction():
            if await endpoints.gone(begun.endpoint.id):
                await concluding.disable(hub, begun.request, begun.endpoint)
        raise GiveUp(why)
    if code in rules.REFUSES:
        problems = rules.refusal(answer.body, code or 0)
        if turn.verb is Verb.PUBLISH:
            raise Refused(problems)
        raise GiveUp(f"{why} {'. '.join(problems)}.")
    if code is None or code in rules.UNREADY or code >= rules.TROUBLE:
        wait = journeys.wait_after(turn.attempts, code, answer.retry_after)
        if wait is None:
            raise BegunStopped(why)
        raise BegunLater(wait.total_seconds(), why)
    raise GiveUp(why)


async def was_taken(verb: Verb, what: Publication) -> bool:
    """Whether the system took what it was asked for last, and that was this very thing."""
    turn = await records.turn(what.request_id)
    if turn is None or turn.attempts:
        return False
    digest = rules.digest_of(rules.told_of(what, verb))
    asked = (turn.endpoint_id, turn.verb, turn.revision, turn.digest)
    return asked == (what.place, verb, what.revision, digest)


async def last_report(request_id: str, outside: Mapping[str, str]) -> Report:
    """Return what a system said last of a publication since it was asked for something."""
    turn = await records.turn(request_id)
    heard = await records.latest(request_id, turn.number) if turn else None
    if turn is None or heard is None:
        return Report(Standing.PROCESSING, outside)
    proof = (
        f"`{heard.message_id}` of the content system, received at {heard.received_at.isoformat()}"
    )
    return rules.report_of(turn, heard.said, outside, proof)


def secrets_of(hub: Hub, endpoint: Endpoint) -> list[str]:
    """Return the secrets that sign now for an endpoint, newest first."""
    sealed = journeys.sealed_now(endpoint, hub.clock.now())
    return [hub.secrets.unseal(journeys.SEALED_FOR, one) for one in sealed]


async def _take(hub: Hub, begun: Begun, answer: Answer, outside: Mapping[str, str]) -> Report:
    """Keep what an answer says; one that says nothing we can read promises nothing either."""
    turn, now = begun.turn, hub.clock.now()
    said = _read(answer, turn)
    heard = Heard(f"{turn.message_id}{rules.ANSWER}", turn.number, said, now)
    async with transaction():
        await records.taken(turn)
        await records.answered(turn.request_id, heard)
        details = {"message": turn.message_id, "endpoint": begun.endpoint.id}
        details |= {"standing": said.standing.value}
        await audit.record(now, CONNECTOR, "publication.taken", turn.request_id, details)
        hub.announce(turn.request_id)
    if said.standing is Standing.REFUSED:
        raise Refused(said.problems or ("The content system refused it and did not say why",))
    return await last_report(turn.request_id, outside)


def _read(answer: Answer, turn: Turn) -> Said:
    """Return what an answer says of its message; that it was taken, where it says nothing else."""
    taken = Said(Standing.PROCESSING)
    try:
        said = rules.read(answer.body)
    except Invalid:
        return taken
    if said.request not in {None, turn.request_id} or said.revision not in {None, turn.revision}:
        return taken
    return said if said.standing in _ANSWERS[turn.verb] else replace(said, standing=taken.standing)


async def _where(what: Publication) -> tuple[Endpoint, Request]:
    """Return where something is sent, and the request it is of; raises `GiveUp`, `RetryLater`."""
    endpoint, request = await endpoints.endpoint(what.place), await requests.get(what.request_id)
    if endpoint is None or endpoint.purpose is not EndpointPurpose.PUBLICATIONS or request is None:
        raise GiveUp(
            f"`{what.place[:40]}` is no endpoint for publications; register one with"
            " `registerJourneyEndpoint`, and set the show's target to its id"
        )
    if not journeys.covers(endpoint, request):
        raise GiveUp(f"the endpoint {endpoint.name} is not for this brand and all these markets")
    if endpoint.state is EndpointState.PAUSED:
        raise RetryLater(PAUSE_SECONDS, PAUSED)
    if endpoint.state is EndpointState.GONE:
        raise GiveUp(f"the endpoint {endpoint.name} said before that it is gone")
    return endpoint, request
