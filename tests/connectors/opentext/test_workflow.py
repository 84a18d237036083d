"""Asking a workflow service over real connections, in both dialects."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from connectors.opentext import workflow_wire as wire
from connectors.opentext.auth import Basic, TenantTokens
from connectors.opentext.channel import WAIT_MAX
from connectors.opentext.errors import Unsuitable
from connectors.opentext.fake import CLIENT, Tenant, create_fake
from connectors.opentext.fake.server import PROCESS_BASE
from connectors.opentext.workflow import OpenTextWorkflows
from connectors.opentext.workflow_dialects import FLOWABLE, OPENTEXT
from domain.clock import SteppingClock
from domain.decision_service import Fact
from domain.orchestration.route import Route, RouteStage
from domain.orchestration.rules import GREENLIGHT
from domain.workflow_service import Asked, Away, Order
from tests.connectors.opentext.process_judge import DOCUMENT, JudgedProcesses, needs_document
from tests.listening import listening

ROUTE = Route(
    "sample",
    "Sample",
    (RouteStage("brand", "Brand", 1, "brand", 24), RouteStage("ready", "Ready", 2, "", 4)),
)
FACTS = {
    "title": Fact("string", "Spring launch"),
    "number": Fact("number", 12),
    "markets": Fact("list", ["AT", "DE"]),
    "brand_id": Fact("string", None),
    "outcome_brand": Fact("string", ""),
    "outcome_ready": Fact("string", ""),
}
ORDER = Order("sample", "req_1", "#12 Spring launch", FACTS)


@dataclass
class Site:
    """A fake that is served, and the way to it."""

    tenant: Tenant
    clock: SteppingClock
    url: str
    http: httpx2.AsyncClient
    dialect: str

    def service(self, *, seconds: float = 20, secret: str = CLIENT[1]) -> OpenTextWorkflows:
        if self.dialect == "flowable":
            entry = Basic(CLIENT[0], secret)
            base = f"{self.url}{PROCESS_BASE}"
            return OpenTextWorkflows(self.http, entry, FLOWABLE, base_url=base, seconds=seconds)
        tokens = TenantTokens(
            self.http,
            self.clock,
            token_url=f"{self.url}/tenants/{self.tenant.id}/oauth2/token",
            client_id=CLIENT[0],
            client_secret=secret,
        )
        return OpenTextWorkflows(self.http, tokens, OPENTEXT, base_url=self.url, seconds=seconds)


@pytest.fixture(params=["opentext", "flowable"])
async def site(request: pytest.FixtureRequest, clock: SteppingClock) -> AsyncIterator[Site]:
    async with _site(clock, request.param) as found:
        yield found


@asynccontextmanager
async def _site(clock: SteppingClock, dialect: str) -> AsyncIterator[Site]:
    """Serve a fake of its own on loopback."""
    tenant = Tenant()
    tenant.processes.deploy("sample", ROUTE)
    inner = httpx2.AsyncHTTPTransport()
    transport = JudgedProcesses(inner) if DOCUMENT.exists() else inner
    async with (
        listening(create_fake(tenant, clock)) as port,
        httpx2.AsyncClient(transport=transport) as http,
    ):
        url = f"http://127.0.0.1:{port}"
        yield Site(tenant, clock, url, http, dialect)
        if tenant.trouble.held is not None:
            tenant.trouble.held.set()


async def walked(service: OpenTextWorkflows) -> None:
    """Ask everything there is to ask, as a process goes its way."""
    started = await service.start(ORDER)
    (task,) = (await service.list_tasks(Asked(instance_id=started.id), 0, 10)).tasks
    assert (task.name, task.instance_id, task.closed_at) == ("Brand", started.id, None)
    assert (task.values["title"], task.values["number"]) == ("Spring launch", 12)
    assert task.values["markets"] == ["AT", "DE"]
    assert task.values["brand_id"] is None
    assert await service.claim(task.id, "someone@hub.example.com")
    assert await service.delegate(task.id, "other@hub.example.com")
    assert await service.comment(task.id, "Looks fine.")
    assert await service.comments(task.id) == ["Looks fine."]
    assert await service.set_variables(started.id, {"revision": Fact("number", 2)})
    mark = {"outcome_brand": Fact("string", "approved"), GREENLIGHT: Fact("string", "stg_1:1")}
    assert await service.complete(task.id, "approved", mark)
    assert not await service.complete(task.id, "approved", mark)
    assert not await service.comment(task.id, "Too late.")
    assert await service.comments(task.id) is None
    done = await service.history(task.id)
    assert done is not None
    assert (done.local[GREENLIGHT], done.assignee) == ("stg_1:1", "other@hub.example.com")
    assert done.values["outcome_brand"] == "approved"
    assert done.closed_at is not None
    assert not await service.signal(started.id, "brand", {})
    assert await service.signal(started.id, "ready", {"outcome_ready": Fact("string", "approved")})
    assert await service.note(started.id, "All is done.")
    assert await service.notes(started.id) == ["All is done."]
    (about,) = await service.find("req_1")
    assert not about.running
    assert about.values["revision"] == 2
    again = await service.get_instance(started.id)
    assert again is not None
    assert not await service.set_variables(started.id, {})
    assert not await service.end(started.id, "It ended by itself.")
    other = await service.start(ORDER)
    assert await service.end(other.id, "Not needed.")
    asked = Asked(definition="sample", finished=True, after=datetime(2026, 1, 1, tzinfo=UTC))
    found = await service.list_tasks(asked, 0, 10)
    assert [(one.name, one.deleted) for one in found.tasks] == [("Brand", False), ("Brand", True)]
    assert (await service.reach()).problem is None


async def test_everything_can_be_asked(site: Site) -> None:
    await walked(site.service())


@needs_document
async def test_every_question_and_answer_is_judged_by_the_document(clock: SteppingClock) -> None:
    async with _site(clock, "flowable") as site:
        await walked(site.service())
        transport = site.http._transport

    assert isinstance(transport, JudgedProcesses)
    assert len(transport.judged) == 16


@needs_document
@pytest.mark.parametrize(
    ("method", "path", "given"),
    [
        ("POST", "/runtime/process-instances", {"json": {"processKey": "sample"}}),
        ("POST", "/runtime/tasks/t1", {"json": {"outcome": "approved"}}),
        ("GET", "/runtime/tasks", {"params": {"processKey": "sample"}}),
        ("GET", "/runtime/jobs-of-mine", {}),
    ],
)
async def test_the_judge_refuses_what_the_document_does_not_know(
    clock: SteppingClock, method: str, path: str, given: dict[str, Any]
) -> None:
    async with _site(clock, "flowable") as site:
        headers = {"Authorization": "Basic x"}
        with pytest.raises(AssertionError, match=r"unexpected|required|processKey|not in"):
            await site.http.request(
                method, f"{site.url}{PROCESS_BASE}{path}", headers=headers, **given
            )


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "is the process deployed"),
        (403, "does not let this hub"),
        (409, "this moment"),
        (429, "too often"),
        (500, "status 500"),
        (503, "status 503"),
    ],
)
async def test_errors_are_said_in_plain_words(site: Site, status: int, said: str) -> None:
    site.tenant.trouble.statuses, site.tenant.trouble.retry_after = [status], "7"
    with pytest.raises(Away, match=said) as caught:
        await site.service().start(ORDER)

    assert caught.value.code == f"status_{status}"
    assert caught.value.seconds == 7
    assert site.tenant.processes.instances == {}


async def test_a_wait_that_is_asked_for_is_bounded(site: Site) -> None:
    site.tenant.trouble.statuses, site.tenant.trouble.retry_after = [503], "9" * 400
    with pytest.raises(Away) as caught:
        await site.service().start(ORDER)

    assert caught.value.seconds == WAIT_MAX


async def test_an_expired_token_is_renewed_once(clock: SteppingClock) -> None:
    async with _site(clock, "opentext") as site:
        service = site.service()
        await service.start(ORDER)
        site.tenant.expire()
        await service.start(ORDER)

        assert site.tenant.fetched == 2


async def test_wrong_credentials_name_the_settings_and_not_themselves(site: Site) -> None:
    with pytest.raises(Away, match="GREENLIGHT_OPENTEXT_CLIENT_SECRET") as caught:
        await site.service(secret="wrong-secret-of-ours").start(ORDER)

    assert "wrong-secret" not in str(caught.value)


async def test_what_takes_too_long_is_away(site: Site) -> None:
    site.tenant.trouble.held = asyncio.Event()
    with pytest.raises(Away, match=r"within 0\.2 s"):
        await site.service(seconds=0.2).find("req_1")


async def test_what_is_not_there_is_nothing(site: Site) -> None:
    service = site.service()

    assert await service.get_instance("gone") is None
    assert await service.history("gone") is None
    assert await service.notes("gone") is None
    assert not await service.note("gone", "Hello?")
    assert not await service.claim("gone", "a@b.example")
    assert await service.find("req_gone") == []


async def test_a_task_claimed_by_somebody_else_is_a_conflict(site: Site) -> None:
    service = site.service()
    started = await service.start(ORDER)
    (task,) = (await service.list_tasks(Asked(instance_id=started.id), 0, 10)).tasks
    await service.claim(task.id, "first@hub.example.com")
    with pytest.raises(Away, match="changing the same thing"):
        await service.claim(task.id, "second@hub.example.com")


async def test_a_mark_may_be_set_twice(site: Site) -> None:
    """The answer to a completion was lost before anything was completed."""
    service = site.service()
    started = await service.start(ORDER)
    (task,) = (await service.list_tasks(Asked(instance_id=started.id), 0, 10)).tasks
    mark = {"outcome_brand": Fact("string", "approved"), GREENLIGHT: Fact("string", "stg_1:1")}
    site.tenant.trouble.lost = ["variables"]
    with pytest.raises(Away):
        await service.complete(task.id, "approved", mark)

    assert await service.complete(task.id, "approved", mark)


async def test_lists_begin_where_they_are_asked_to(site: Site) -> None:
    service = site.service()
    for _ in range(3):
        await service.start(ORDER)
        site.clock.advance(timedelta(minutes=1))
    after = site.clock.now() - timedelta(minutes=2, seconds=30)
    found = await service.list_tasks(Asked(definition="sample", after=after), 0, 10)
    second = await service.list_tasks(Asked(definition="sample"), 1, 1)

    assert len(found.tasks) == 2
    assert second.tasks[0].id == found.tasks[0].id


# --- reading ---


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("2018-04-17T10:17:43.902+0000", datetime(2018, 4, 17, 10, 17, 43, 902_000, UTC)),
        ("2018-04-17T12:17:43.902+0200", datetime(2018, 4, 17, 10, 17, 43, 902_000, UTC)),
        ("2018-04-17T10:17:43.902Z", datetime(2018, 4, 17, 10, 17, 43, 902_000, UTC)),
        ("2018-04-17T10:17:43", datetime(2018, 4, 17, 10, 17, 43, tzinfo=UTC)),
    ],
)
def test_times_are_read_as_both_services_write_them(said: str, at: datetime) -> None:
    assert wire.moment({"id": "t", "createTime": said}, "createTime") == at


@pytest.mark.parametrize(
    "item",
    [
        None,
        "text",
        [],
        {},
        {"id": 7, "createTime": "2018-04-17T10:17:43.902+0000"},
        {"id": "", "createTime": "2018-04-17T10:17:43.902+0000"},
        {"id": "../x", "createTime": "2018-04-17T10:17:43.902+0000"},
        {"id": "x" * 81, "createTime": "2018-04-17T10:17:43.902+0000"},
        {"id": "t"},
        {"id": "t", "createTime": "soon"},
        {"id": "t", "createTime": 5},
    ],
)
def test_a_task_that_cannot_be_used_is_none(item: Any) -> None:
    with pytest.raises(Unsuitable):
        wire.task(item)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"7", b'{"data": 7}', b"[" * 100_000, b'{"data": null}']
)
def test_a_list_that_is_none_is_said_to_be(content: bytes) -> None:
    with pytest.raises(Unsuitable):
        wire.rows(content, FLOWABLE, "tasks")


def test_other_peoples_variables_are_left_out_where_they_cannot_be_read() -> None:
    variables = [
        {"name": "blob", "type": "serializable", "value": None, "valueUrl": "x", "scope": "global"},
        {"name": "odd", "type": "integer", "value": "many"},
        {"name": "fine", "type": "integer", "value": 7},
        "text",
        {"value": 7},
    ]
    at = "2018-04-17T10:17:43.902+0000"
    task = wire.task({"id": "t", "createTime": at, "variables": variables})

    assert dict(task.values) == {"blob": None, "fine": 7}
    assert task.name == "a task without a name"
