"""A content system that answers as it is told, and reports; a publication for it."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import httpx2

from connectors.webhooks.target import WebhookTarget
from domain.activation.journeys import endpoints
from domain.activation.journeys.endpoints import Wanted
from domain.activation.journeys.model import EndpointPurpose
from domain.requests.submit import submit
from domain.targets.model import File, Publication
from domain.webhooks import Answer, Message
from tests.api.door import client
from tests.world import World

ADDRESS = "https://content.example.com/in"


@dataclass
class Sending:
    """Hears what is sent and answers with `answers` in turn, the last of them again and again."""

    answers: Sequence[Answer] = (Answer(200),)
    heard: list[Message] = field(default_factory=list)

    def require(self, address: str) -> None:
        """Send to every address."""

    async def send(self, message: Message) -> Answer:
        self.heard.append(message)
        answer, *rest = self.answers
        self.answers = rest or (answer,)
        return answer

    @property
    def ids(self) -> list[str]:
        return [one.headers["webhook-id"] for one in self.heard]


@dataclass
class System:
    """A content system that is registered, the target that sends to it, and what that is to do."""

    world: World
    sending: Sending
    secret: str
    what: Publication

    @property
    def target(self) -> WebhookTarget:
        return WebhookTarget(self.world.hub)

    def answers(self, *answers: Answer) -> None:
        """Have the next attempts answered so."""
        self.sending.answers = answers

    async def reports(self, said: Any, **more: Any) -> httpx2.Response:
        """Report something, signed by the specification and by nothing of the hub's."""
        told = {"request": self.what.request_id, **said} if isinstance(said, dict) else said
        body = json.dumps(told).encode()
        return await self.sends(body, **more)

    async def sends(
        self,
        body: bytes,
        *,
        id_: str = "rep_1",
        secret: str = "",
        late: timedelta = timedelta(),
        request_id: str = "",
    ) -> httpx2.Response:
        at = self.world.hub.clock.now() - late
        headers = signed(secret or self.secret, id_, at, body)
        path = f"/publications/{request_id or self.what.request_id}/report"
        return await client(self.world, headers).post(path, content=body)


def signed(secret: str, id_: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers with which a content system reports, by the specification alone."""
    sent = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(key, f"{id_}.{sent}.".encode() + body, hashlib.sha256)
    return {
        "webhook-id": id_,
        "webhook-timestamp": sent,
        "webhook-signature": "v1,xx v1," + base64.b64encode(digest).decode(),
    }


@asynccontextmanager
async def registered(world: World, **reach: Any) -> AsyncIterator[System]:
    """Have a content system registered, and something asked for that it is to publish."""
    sending = Sending()
    hub = replace(world.hub, journeys=sending, public_url="https://hub.example.com")
    world = replace(world, hub=hub)
    admin, requester = await world.actor("admin"), await world.actor("requester")
    wanted = Wanted("Sample Content", ADDRESS, purpose=EndpointPurpose.PUBLICATIONS, **reach)
    endpoint, secret = await endpoints.register(hub, admin, wanted)
    request = await submit(hub, requester, "campaign", world.brief())
    now = hub.clock.now()
    file = File("ast_1", "https://hub.example.com/media/00/audio.mp3", "audio/mpeg", 9, "ab", 500)
    yield System(
        world,
        sending,
        secret,
        Publication(
            request_id=request.id,
            revision=1,
            name="guid",
            kind="episode_release",
            title="The sea",
            place=endpoint.id,
            content={"summary": "Waves"},
            files={"audio_asset_id": file},
            opens_at=now + timedelta(days=1),
            ends_at=None,
            markets=("AT", "DE"),
        ),
    )


def said(code: int = 200, **body: Any) -> Answer:
    """An answer with a body."""
    return Answer(code, body=json.dumps(body).encode())
