"""Opening the database, and transactions with things to do after them.

Nothing may be started inside a transaction: a task born there inherits its connection and may
write into somebody else's. What must follow a commit is left with `after_commit` and called
once the transaction is closed.
"""

import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qsl

from tortoise import Tortoise
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.exceptions import DBConnectionError
from tortoise.transactions import in_transaction

from domain.database import deadline, sql
from domain.database.address import SCHEMES, address
from domain.database.pool import Limits
from domain.database.replica import close_replica
from domain.database.sole import require_there
from domain.database.tally import changed
from domain.errors import Invalid, Unavailable

#: How long a writer waits for its turn, in milliseconds.
BUSY_TIMEOUT_MS = 5_000

APP = "hub"

#: Where the steps of the schema are.
MIGRATIONS = "domain.migrations"

#: Every module that declares tables.
RECORDS = (
    "domain.people.records",
    "domain.people.workspaces",
    "domain.people.privacy",
    "domain.people.sign_ins",
    "domain.credentials.records",
    "domain.catalog.records",
    "domain.catalog.site_records",
    "domain.catalog.eligible_records",
    "domain.rights.records",
    "domain.rights.live.records",
    "domain.distribution.records",
    "domain.rights.live.policy_records",
    "domain.rights.agreement_records",
    "domain.rights.lines",
    "domain.rights.links",
    "domain.rights.posts",
    "domain.catalog.works.records",
    "domain.catalog.works.credit_records",
    "domain.catalog.works.genre_records",
    "domain.audio_fit.records",
    "domain.playlists.records",
    "domain.catalog.words",
    "domain.contributors.records",
    "domain.consents.records",
    "domain.activation.records",
    "domain.audience.records",
    "domain.audience.lead_records",
    "domain.audience.keys.records",
    "domain.decisions.records",
    "domain.decisions.versions",
    "domain.requests.records",
    "domain.approvals.records",
    "domain.approvals.handed_records",
    "domain.campaigns.records",
    "domain.campaigns.edits.records",
    "domain.campaigns.estimates.records",
    "domain.campaigns.halts.records",
    "domain.sponsored.records",
    "domain.campaigns.remedies.records",
    "domain.campaigns.targets.records",
    "domain.campaigns.lists.records",
    "domain.campaigns.reviews.records",
    "domain.productions.records",
    "domain.placements.records",
    "domain.feeds.records",
    "domain.masters.records",
    "domain.notices.records",
    "domain.chat.records",
    "domain.chat.pictures",
    "domain.inbox.records",
    "domain.receipts.records",
    "domain.jobs.records",
    "domain.jobs.bucket_records",
    "domain.calendars.records",
    "domain.absences.records",
    "domain.conditions.records",
    "domain.routes.records",
    "domain.tellings.records",
    "domain.processes.records",
    "domain.audit.records",
    "domain.rulebook.records",
    "domain.executors.records",
    "domain.orchestration.records",
    "domain.orchestration.drifts",
    "domain.orchestration.words",
    "domain.cases.records",
    "domain.cases.comment_records",
    "domain.cases.escalation_records",
    "domain.compensations.records",
    "domain.case_forms.records",
    "domain.title_house.records",
    "domain.audience.accounts.records",
    "domain.audience.segments.records",
    "domain.launches.records",
)

_USUAL = Limits()

_after: ContextVar[list[Callable[[], None]] | None] = ContextVar("after_commit", default=None)
_asked: ContextVar[set[str]] = ContextVar("asked_once")
_last: ContextVar[dict[str, Callable[[], Awaitable[None]]]] = ContextVar("before_commit")


@dataclass(frozen=True, slots=True)
class Database:
    """An open database. `url` is as given, `context` is Tortoise's own."""

    url: str
    context: TortoiseContext

    async def close(self) -> None:
        """Close every connection."""
        close_replica()
        await Tortoise.close_connections()


def configuration(
    url: str, limits: Limits = _USUAL, *, foreign_keys: bool = True
) -> dict[str, Any]:
    """Return Tortoise's configuration for `url` (`sqlite://path` or `postgres://...`).

    `limits` are PostgreSQL's.
    """
    scheme = url.partition("://")[0]
    if scheme == "sqlite":
        path, _, query = url.removeprefix("sqlite://").partition("?")
        credentials: dict[str, Any] = {
            "file_path": path,
            "foreign_keys": "ON" if foreign_keys else "OFF",
            "busy_timeout": str(BUSY_TIMEOUT_MS),
        } | dict(parse_qsl(query))
        connection: Any = {"engine": "domain.database.sqlite", "credentials": credentials}
    elif scheme in SCHEMES:
        credentials = {"address": address(url), "limits": limits}
        connection = {"engine": "domain.database.postgres", "credentials": credentials}
    else:
        raise Invalid(
            "unknown_database",
            f"`{scheme[:20]}` is no database Greenlight knows; use sqlite:// or postgres://.",
            ("database_url",),
        )
    return {
        "connections": {"default": connection},
        "apps": {
            APP: {
                "models": list(RECORDS),
                "default_connection": "default",
                "migrations": MIGRATIONS,
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


#: How long the thread that asks SQLite waits for Python's lock while the loop computes, in seconds.
#: With Python's own 5 ms a question waits until the loop has nothing to do, so nothing is looked up
#: while what came before is worked on.
SWITCH_SECONDS = 0.0002


async def open_database(url: str, limits: Limits = _USUAL) -> Database:
    """Open `url`; the schema must have been migrated.

    It is connected to at once: a first connection that is made in a request, and cancelled with
    it, leaves the client locked. `Conflict` if there is no such file, `Unavailable` if it does not
    answer.
    """
    if url.startswith("sqlite://"):
        sys.setswitchinterval(SWITCH_SECONDS)
        require_there(url)
    # Servers start and serve in different tasks; the fallback lets both see the connections.
    context = await Tortoise.init(config=configuration(url, limits), _enable_global_fallback=True)
    database = Database(url, context)
    try:
        await get_connection("default").create_connection(with_db=True)
    except (OSError, sqlite3.Error, DBConnectionError) as error:
        await database.close()
        raise Unavailable(
            "database_unreachable", f"The database does not open ({error})."
        ) from error
    except BaseException:
        await database.close()
        raise
    return database


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """Run the block in one transaction; a block within it joins it.

    The outermost block does what was left with `before_commit`, commits, then runs what was left
    with `after_commit`.
    """
    if _after.get() is not None:
        yield
        return
    waiting: list[Callable[[], None]] = []
    left: dict[str, Callable[[], Awaitable[None]]] = {}
    token, asked, last = _after.set(waiting), _asked.set(set()), _last.set(left)
    try:
        async with in_transaction("default"):
            yield
            # In one order, so that two transactions never wait for one another.
            for key in sorted(left):
                await left[key]()
            await deadline.pass_it()
    finally:
        _last.reset(last)
        _asked.reset(asked)
        _after.reset(token)
        changed()
    for act in waiting:
        act()


@asynccontextmanager
async def part_of_transaction() -> AsyncIterator[None]:
    """Run the block so that where it raises, what it wrote is taken back, and nothing else.

    The running transaction goes on. What the block left with `before_commit` and `after_commit`,
    and asked first, is forgotten with it.
    """
    must_be_in_transaction()
    waiting, asked = cast("list[Callable[[], None]]", _after.get()), _asked.get()
    left, known, last = len(waiting), frozenset(asked), dict(_last.get())
    await sql.execute("SAVEPOINT part")
    try:
        yield
        await sql.execute("RELEASE SAVEPOINT part")
    except BaseException:
        sql.forget_waiting()
        del waiting[left:]
        asked.intersection_update(known)
        _last.get().clear()
        _last.get().update(last)
        await sql.execute("ROLLBACK TO SAVEPOINT part")
        raise


def must_be_in_transaction() -> None:
    """Raise `RuntimeError` unless a transaction runs: for steps that are only true together."""
    if _after.get() is None:
        raise RuntimeError("this belongs into a transaction, with the change that it follows")


def must_not_be_in_transaction() -> None:
    """Raise `RuntimeError` in a transaction: for steps that may wait long for somebody outside."""
    if _after.get() is not None:
        raise RuntimeError("this may wait for a service outside; do it before the transaction")


def first_in_transaction(what: str) -> bool:
    """Whether this is asked of `what` for the first time in the running transaction."""
    must_be_in_transaction()
    asked = _asked.get()
    first = what not in asked
    asked.add(what)
    return first


def before_commit(key: str, act: Callable[[], Awaitable[None]]) -> None:
    """Await `act` as one of the last things of the running transaction, once for its `key`.

    It leaves nothing with `before_commit` itself.
    """
    must_be_in_transaction()
    _last.get()[key] = act


def after_commit(act: Callable[[], None]) -> None:
    """Call `act` once the running transaction has committed, or now if there is none."""
    waiting = _after.get()
    if waiting is None:
        act()
    else:
        waiting.append(act)
