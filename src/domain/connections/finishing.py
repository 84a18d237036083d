"""Taking the publisher's answer: once, in time, in the browser that it was asked for in."""

from dataclasses import replace

from domain.actor import Actor, Door
from domain.audit import service as audit
from domain.authorising import Authorised
from domain.connections import records, rules, telling
from domain.connections.beginning import VERIFIER, authoriser_of
from domain.connections.model import Attempt, Connection
from domain.credentials import service as credentials
from domain.database import transaction
from domain.errors import Conflict, Forbidden
from domain.hub import Hub
from domain.people import entering
from domain.people.model import Act
from domain.people.rules import require
from domain.shown import asking
from domain.targets import handing
from domain.targets.connected import PLAYLISTS

#: The longest state and code that are looked at, in characters. Ours: Spotify's codes have 300.
STATE_MAX, CODE_MAX = 200, 2_000


async def finish(hub: Hub, state: str, browser: str, code: str) -> Connection:
    """Connect the account that a code stands for; return how the connection stands now.

    Raises `Forbidden` for an answer that nobody waits for, or of somebody who may not connect it
    any more, and where not everything was granted; `Conflict` for another account than before,
    unless that was confirmed; `Upstream` where the publisher does not answer.
    """
    attempt, actor = await _taken(hub, state, browser)
    before = await _allowed(actor, attempt)
    if not 0 < len(code) <= CODE_MAX:
        raise _unexpected()
    verifier = hub.secrets.unseal(VERIFIER, attempt.sealed)
    found = await authoriser_of(hub).exchange(code, verifier)
    rules.require_scopes(found.scopes)
    await _require_confirmed(hub, actor, attempt, before, found)
    return await _kept(hub, actor, attempt, before, found)


async def failed(hub: Hub, state: str, browser: str, error: str) -> str:
    """Record that an error came instead of an answer; what was connected stays so.

    Returns what it means and what to do next, in the hub's own words. Raises `Forbidden` for one
    that nobody waits for.
    """
    kind, said = rules.failure(error)
    attempt, actor = await _taken(hub, state, browser)
    async with transaction():
        await records.finish(attempt.id)
        now = hub.clock.now()
        act = "connection.denied" if kind == "access_denied" else "connection.failed"
        await audit.record(now, actor, act, attempt.connection_id, {"error": kind})
    return said


async def _taken(hub: Hub, state: str, browser: str) -> tuple[Attempt, Actor]:
    """Use an attempt up; return it as it was, and who began it as they are now."""
    attempt_id, _, secret = state[:STATE_MAX].partition(".")
    attempt = await records.attempt(attempt_id)
    if attempt is None or not rules.answers(attempt, hub.clock.now(), secret, browser):
        raise _unexpected()
    if not await records.use(attempt.id, attempt.state):
        raise _unexpected()
    actor = await entering.person(hub, attempt.user_id, Door.API)
    if actor is None:
        raise _unexpected()
    return attempt, actor


async def _allowed(actor: Actor, attempt: Attempt) -> Connection:
    connection = await records.get(attempt.connection_id)
    if connection is None:
        raise _unexpected()
    require(actor, Act.CONNECT_ACCOUNTS, brand_id=connection.brand_id)
    return connection


async def _require_confirmed(
    hub: Hub, actor: Actor, attempt: Attempt, before: Connection, found: Authorised
) -> None:
    """Record that another account than before was refused, and raise `Conflict` to say so."""
    try:
        rules.require_confirmed(before, found, confirmed=attempt.confirmed)
    except Conflict:
        details = {"brand": before.brand_id, "before": before.account_id, "after": found.account_id}
        async with transaction():
            await records.finish(attempt.id)
            now = hub.clock.now()
            await audit.record(now, actor, "connection.another_refused", before.id, details)
        raise


async def _kept(
    hub: Hub, actor: Actor, attempt: Attempt, before: Connection, found: Authorised
) -> Connection:
    """Keep what was granted in the place of what was, unless the attempt was called off.

    What was given up since the account was shut goes on.
    """
    now, scopes = hub.clock.now(), tuple(sorted(found.scopes))
    async with transaction():
        before = await records.get(before.id) or before
        rules.require_confirmed(before, found, confirmed=attempt.confirmed)
        if not await records.finish(attempt.id):
            raise _unexpected()
        made = replace(
            before,
            account_id=found.account_id,
            account_name=found.account_name,
            scopes=scopes,
            user_id=actor.user_id,
            at=now,
            credential=await credentials.keep(hub.secrets, now, before.id, found.grant),
        )
        await records.connected(made)
        await handing.go_on(hub, PLAYLISTS, made.brand_id)
        await asking.connected(hub, made.brand_id)
        if rules.is_another(before, made.account_id):
            await telling.changed(hub, before, made)
        details = {"brand": made.brand_id, "account": made.account_id, "scopes": list(scopes)}
        details["before"] = before.account_id
        await audit.record(now, actor, "connection.connected", made.id, details)
        hub.announce(made.id)
    return made


def _unexpected() -> Forbidden:
    """Return the one refusal of every answer that is not waited for, whatever is wrong with it."""
    return Forbidden(
        "bad_state",
        "This was not begun in this browser, took longer than ten minutes, or is finished already."
        " Begin to connect the account once more.",
    )
