"""What every line of the log says, and what none does."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.watching import logs
from app.watching.door import Guarded
from app.watching.lines import Lines
from domain.hub import Hub
from domain.jobs import service
from domain.jobs.model import Job, Work
from domain.steps import taking, watched_by
from tests.app.watching.steps_seen import asking, reader


@pytest.fixture
def named(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """A process that knows what it is, and writes where the test reads."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    logs.configure("info", part="worker", process="host:1:abc")
    logs.adopt("info", part="worker", process="host:1:abc")
    yield
    logs.configure()
    root.handlers[:], root.level = before


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_every_line_says_when_how_grave_and_which_process(
    named: None, capsys: pytest.CaptureFixture[str]
) -> None:
    structlog.get_logger().warning("slack_refused", code="not_in_channel")
    logging.getLogger("a.library").warning("Waiting for %s", "connections")
    ours, theirs = lines(capsys)

    assert ours.pop("time").endswith("Z")
    assert ours == {
        "part": "worker",
        "process": "host:1:abc",
        "level": "warning",
        "event": "slack_refused",
        "code": "not_in_channel",
    }
    assert theirs["event"] == "Waiting for connections"
    assert (theirs["part"], theirs["level"]) == ("worker", "warning")


def test_lines_that_are_not_grave_enough_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("warning")
    try:
        structlog.get_logger().info("polled")
        structlog.get_logger().error("job_dead")
    finally:
        logs.configure()

    assert [line["event"] for line in lines(capsys)] == ["job_dead"]


def test_what_opens_something_or_names_somebody_is_withheld(
    capsys: pytest.CaptureFixture[str],
) -> None:
    structlog.get_logger().info(
        "tried",
        token="glt_abc",
        email="ada@example.com",
        payload={"text": "hello"},
        reason="refused xoxb-1-2-secret for ada@example.com, Bearer abcdefgh12345678",
        url="https://hub/downloads/ast_1?token=opens",
        found=["glt_abcdefgh"],
    )
    said = capsys.readouterr().err

    assert said.count("[withheld]") == 8
    for part in ("glt_", "xoxb", "example.com", "abcdefgh", "hello", "opens"):
        assert part not in said


@pytest.mark.parametrize(
    "said",
    [
        "answered refresh_token=HUNTER2",
        "client_secret: HUNTER2",
        "postgres://hub:HUNTER2@db/greenlight cannot be reached",
        {"token": "HUNTER2"},
        ValueError("access_token='HUNTER2'"),
        b"password=HUNTER2",
        "GET /media/HUNTER2-HUNTER2/a.mp3",
    ],
    ids=str,
)
def test_what_opens_something_is_withheld_wherever_it_stands(
    capsys: pytest.CaptureFixture[str], said: object
) -> None:
    structlog.get_logger().info("tried", said=said)

    assert "HUNTER2" not in capsys.readouterr().err


def test_what_was_raised_is_told_without_the_secrets_in_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        raise ValueError("no such user: ada@example.com")
    except ValueError:
        structlog.get_logger().exception("fault")
    said = capsys.readouterr().err

    assert "no such user: [withheld]" in said


async def test_a_request_is_a_line_with_its_door_its_status_and_what_it_was_about(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def answer(_: Request) -> Response:
        return PlainTextResponse("x", 422)

    app = Guarded(routes=[Route("/feeds/{token}/{show_id}", answer)])
    with watched_by(Lines()):
        async with reader(app) as client:
            await client.get("/feeds/opens-it/shw_1?token=x", headers={"X-Request-Id": "r-1"})
    (line,) = lines(capsys)

    assert line["milliseconds"] >= 0
    assert {"event": "request", "door": "feeds", "method": "GET", "outcome": "422"}.items() <= (
        line.items()
    )
    assert (line["path"], line["show_id"]) == ("/feeds/{token}/{show_id}", "shw_1")
    assert line["request_id"] == "r-1"
    assert "opens-it" not in str(line)


async def test_lines_of_a_job_name_it_and_the_request_it_goes_back_to(
    hub: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    async def work(_: Job) -> None:
        structlog.get_logger().info("worked")

    now, details = hub.clock.now(), {"request_id": "req_1"}
    with taking(asking("r-7")):
        await service.ask(hub.wake, now, key="k", kind="show", lane="l", details=details)
    with watched_by(Lines()):
        await service.run_next(Work(hub.clock, hub.wake, {"show": work}))
    within, ended = lines(capsys)

    assert (within["event"], ended["event"], ended["outcome"]) == ("worked", "job", "done")
    for line in (within, ended):
        assert line["request_id"] == "r-7"
        assert (line["job_kind"], line["subject"]) == ("show", "req_1")
        assert line["job_id"].startswith("job_")
