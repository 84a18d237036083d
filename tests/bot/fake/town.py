"""A small workspace to test in, a bot that answers as told, and how it checks signatures."""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, parse_qsl

from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier

from bot.fake import Answer, App, Command, Installation, Shortcut, User, Workspace, Workspaces
from domain.clock import Clock

SECRET = "what only Slack and the bot know"
TOKEN = "xoxb-first"
OTHER_TOKEN = "xoxb-second"
TEAM, BOT, ASKER, REVIEWER, GUEST, GONE = "T0ONE", "U0BOT", "U1", "U2", "U3", "U4"
OPEN, CLOSED, ELSEWHERE, PAST = "C1", "C2", "C3", "C4"


def build_town(clock: Clock) -> Workspaces:
    """Two workspaces; the first has people, and channels of every kind."""
    now = clock.now()
    app = App(
        commands=[Command("/campaign", "Campaigns", "new")],
        shortcuts=[Shortcut("case_from_message", "Open a case", "message")],
    )
    town = Workspaces(app)
    first = town.add(Workspace(TEAM, "First", "first", Installation(BOT, "B0BOT", TOKEN)))
    second = Installation("U0BOT2", "B0BOT2", OTHER_TOKEN)
    town.add(Workspace("T0TWO", "Second", "second", second)).add_user(
        User("U0BOT2", "greenlight", "Greenlight", is_bot=True)
    )
    for user in (
        User(BOT, "greenlight", "Greenlight", is_bot=True),
        User(ASKER, "asker", "The requester", "asker@first.example", tz="Europe/Stockholm"),
        User(REVIEWER, "reviewer", "The reviewer", "reviewer@first.example"),
        User(GUEST, "guest", "The guest", "guest@agency.example", "T0AGENCY", is_stranger=True),
        User(GONE, "gone", "The one who left", "gone@first.example", deleted=True),
    ):
        first.add_user(user)
    people = [BOT, ASKER, REVIEWER]
    first.add_channel("approvals", "public", people, now=now, id_=OPEN)
    first.add_channel("desk", "private", [ASKER], now=now, id_=CLOSED)
    first.add_channel("elsewhere", "public", [ASKER], now=now, id_=ELSEWHERE)
    first.add_channel("past", "public", people, now=now, id_=PAST).is_archived = True
    return town


@dataclass(slots=True)
class ClockOfSlack(SignatureClock):
    """The same clock, as slack_sdk's verifier asks it."""

    clock: Clock

    def now(self) -> float:
        return self.clock.now().timestamp()


@dataclass(slots=True)
class StubBot:
    """A bot that refuses false signatures and otherwise answers what it has been told to."""

    clock: Clock
    received: list[dict[str, Any]] = field(default_factory=list)
    answers: deque[Answer | BaseException] = field(default_factory=deque)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)

    async def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        verifier = SignatureVerifier(SECRET, ClockOfSlack(self.clock))
        if not verifier.is_valid_request(body, dict(headers)):
            return Answer(401)
        self.urls.append(url)
        self.headers.append(headers)
        self.received.append(_read(body, headers["Content-Type"]))
        answer = self.answers.popleft() if self.answers else Answer(200)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def will_answer(self, body: object) -> None:
        """Answer the next request with this JSON."""
        head = {"content-type": "application/json"}
        self.answers.append(Answer(200, json.dumps(body).encode(), head))

    @property
    def last(self) -> dict[str, Any]:
        """What came last."""
        return self.received[-1]


def _read(body: bytes, content_type: str) -> dict[str, Any]:
    if content_type == "application/json":
        held: dict[str, Any] = json.loads(body)
        return held
    form = parse_qs(body.decode())
    if "payload" in form:
        payload: dict[str, Any] = json.loads(form["payload"][0])
        return payload
    return dict(parse_qsl(body.decode(), keep_blank_values=True))
