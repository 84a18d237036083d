"""Whether what was accepted came true, once, and nothing else did."""

import asyncio
from collections import Counter
from datetime import date

import asyncpg

from domain.audit import service as audit
from domain.database import open_database
from domain.secrets import Secrets
from tests.conftest import SECRET
from tests.faults.storm.company import Company
from tests.faults.storm.people import AUDIO, Asked, Notes

#: How long a company may take to come to rest after a storm, in seconds: more than a lease and the
#: waits of what failed several times.
REST_SECONDS = 150.0

#: What is not done yet: due within a minute, held, or tried in vain. Two wait for others and are
#: asked again and again: whether a publisher has decided, what a workflow service has come to.
_OPEN = """SELECT key, kind, attempt, leased_by, last_error FROM jobs WHERE state = 'open'
 AND (due_at <= now() + interval '1 minute' OR leased_until IS NOT NULL OR attempt > 0)
 AND (leased_until IS NOT NULL OR last_error IS NULL
  OR last_error NOT IN ('it is looked again', 'the publisher has not decided yet'))"""
_DEAD = "SELECT key, last_error FROM jobs WHERE state = 'dead'"
_REQUESTS = "SELECT id, title, state, trouble FROM requests WHERE title = ANY($1)"
_VOTES = """SELECT v.request_id, v.stage_id, v.round, v.choice, u.email FROM votes v
 JOIN users u ON u.id = v.voter_id WHERE v.request_id = ANY($1) AND v.taken_back_at IS NULL"""
_UNANSWERED = "SELECT scope, key FROM receipts WHERE answer IS NULL AND scope <> 'slack'"
_FIGURES = "SELECT day, value FROM metric_points WHERE day = ANY($1)"
_FILES = "SELECT id FROM assets WHERE id = ANY($1) AND state = 'ready'"


class Oracle:
    """Holds what a company became against what people were told."""

    def __init__(self, company: Company) -> None:
        self._company = company

    async def rest(self, notes: Notes) -> list[str]:
        """Wait until nothing is left to do; return what is, if it takes too long."""
        left = ["nothing was looked at"]
        for _ in range(int(REST_SECONDS / 0.2)):
            left = await self._left(notes)
            if not left:
                return []
            await asyncio.sleep(0.2)
        return [f"not at rest: {one}" for one in left]

    async def judge(self, notes: Notes) -> list[str]:
        """Return what is wrong with what was done in one storm."""
        connection = await asyncpg.connect(self._company.database)
        try:
            rows = await connection.fetch(_REQUESTS, [one.name for one in notes.asked])
            votes = await connection.fetch(_VOTES, [one.id for one in notes.asked])
            wrong = [*notes.faults, *await self._kept(connection, notes)]
            dead, flying = await connection.fetch(_DEAD), await connection.fetch(_UNANSWERED)
            wrong += [f"given up: {dict(row)}" for row in dead]
            wrong += [f"a key is in flight: {dict(row)}" for row in flying]
        finally:
            await connection.close()
        for asked in notes.asked:
            mine = [row for row in rows if row["title"] == asked.name]
            said = [row for row in votes if row["request_id"] == asked.id]
            wrong += [f"{asked}: {one}" for one in self._outcome(asked, mine, said)]
        return wrong

    async def whole(self) -> list[str]:
        """Return what is wrong with the record, and with what is outside, after all storms."""
        database = await open_database(self._company.database)
        try:
            wrong = [f"the record: {found}" for found in await audit.verify(Secrets.of(SECRET))]
        finally:
            await database.close()
        account = self._company.account
        wrong += [f"still a draft: {one}" for held in account.drafts.values() for one in held]
        orders = Counter(one["purchase_order"] for one in account.live["campaigns"].values())
        return wrong + [f"{times} campaigns of {one}" for one, times in orders.items() if times > 1]

    def twice(self, notes: Notes) -> int:
        """Return how many cards stand beside one of the same request in the same place."""
        return sum(max(0, len(self._company.shown(asked.name)) - 1) for asked in notes.asked)

    def _outcome(
        self, asked: Asked, rows: list[asyncpg.Record], votes: list[asyncpg.Record]
    ) -> list[str]:
        if [row["id"] for row in rows] != [asked.id]:
            return [f"it stands {len(rows)} times: {[row['id'] for row in rows]}"]
        state, wrong = rows[0]["state"], []
        if state not in asked.outcomes():
            wrong.append(f"it ended {state}, {rows[0]['trouble']}")
        given = Counter((row["email"].partition("@")[0], row["choice"]) for row in votes)
        accepted = [(who, "approve") for who in asked.approved]
        accepted += [(who, "reject") for who in asked.rejected]
        wrong += [
            f"the vote {one} counts {given[one]} times" for one in accepted if given[one] != 1
        ]
        wrong += [f"{one} voted {n} times" for one, n in given.items() if n > 1]
        if state == "published" and not given:
            wrong.append("nobody approved it")
        if asked.clicked and not self._company.shown(asked.name):
            wrong.append("no card shows it")
        return wrong + self._outside(asked.id, state)

    def _outside(self, request_id: str, state: str) -> list[str]:
        """Return what is wrong at Spotify: one campaign if it is published, else none that runs.

        What was live and is withdrawn is archived, for nobody should have it run again.
        """
        held = self._company.account.live["campaigns"].values()
        live = [one["status"] for one in held if one["purchase_order"] == request_id]
        if state == "published":
            return [] if live == ["ACTIVE"] else [f"at Spotify: {live}"]
        if state == "withdrawn":
            return [] if live in ([], ["ARCHIVED"]) else [f"at Spotify: {live}"]
        return [f"at Spotify: {live}"] if live else []

    async def _kept(self, connection: asyncpg.Connection, notes: Notes) -> list[str]:
        """Return what is wrong with figures and files."""
        wanted = sorted((_day(day), int(value)) for day, value in notes.figures.items())
        found = await connection.fetch(_FIGURES, [day for day, _ in wanted])
        kept = sorted((row["day"], row["value"]) for row in found)
        wrong = [] if kept == wanted else [f"figures: {kept}, and {wanted} were accepted"]
        ready = {row["id"] for row in await connection.fetch(_FILES, notes.uploads)}
        for asset in notes.uploads:
            path = self._company.files / asset
            if asset not in ready or not path.exists() or path.read_bytes() != AUDIO:
                wrong.append(f"the file {asset} is not there as it was sent")
        return wrong

    async def _left(self, notes: Notes) -> list[str]:
        try:
            connection = await asyncpg.connect(self._company.database)
        except (OSError, asyncpg.PostgresError) as error:
            return [repr(error)]
        try:
            rows = await connection.fetch(_REQUESTS, [one.name for one in notes.asked])
            jobs = await connection.fetch(_OPEN)
        finally:
            await connection.close()
        due = {row["title"] for row in rows if row["state"] in {"in_review", "approved"}}
        return [f"{name} is not decided" for name in due] + [f"{dict(row)}" for row in jobs]


def _day(said: str) -> int:
    """Return a day as figures are kept by it."""
    return (date.fromisoformat(said) - date(1970, 1, 1)).days
