"""A day of both doors and the worker, told as loudly as can be: no secret of the house is in it."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from app.watching import logs
from app.watching.lines import Lines
from bot.ids import ActionId
from domain.steps import watched_by
from tests.api.door import Door, brief, client, door
from tests.bot.office import APP, OAUTH, SIGNING, Office, office
from tests.conftest import SECRET
from tests.world import World

TOKEN = """mutation($i: CreateTokenInput!) { done: createToken(input: $i) {
  secret errors { ... on UserError { code } } } }"""
UPLOAD = """mutation($i: CreateUploadInput!) { done: createUpload(input: $i) {
  uploadUrl errors { ... on UserError { code } } } }"""
SEND = "mutation($i: SubmitCampaignInput!) { done: submitCampaign(input: $i) { request { id } } }"
#: What a browser brings along, and what somebody tries who has no token.
COOKIE, GUESS = "session-hunter2hunter2", "glt_hunter2hunter2hunter2"


@pytest.fixture
def loudly() -> Iterator[None]:
    logs.configure("debug")
    yield
    logs.configure()


async def _secrets_shown(front: Door, world: World) -> list[str]:
    """Do what shows secrets once; return them."""
    ends = (world.hub.clock.now().replace(year=2027)).isoformat()
    given = {"name": "mine", "scopes": ["READ"], "expiresAt": ends.replace("2027-11", "2027-01")}
    token = (await front.data(TOKEN, i=given))["done"]["secret"]
    file = {"brandId": world.brand_id, "kind": "IMAGE", "name": "a.png", "size": 3}
    address = (await front.data(UPLOAD, i=file))["done"]["uploadUrl"]
    await front.client.put(address, content=b"abc")
    (signed,) = parse_qs(urlsplit(address).query)["token"]
    return [token, signed]


async def _in_chat(desk: Office) -> None:
    """Have somebody approve, somebody ask anew, and a stranger try."""
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.command("requester", "CBRAND", "/campaign list")
    await desk.command("requester", "CBRAND", "/case new")
    await desk.clicks.command("T0001", "USTRANGER", "CBRAND", "/campaign", "list")
    await desk.work()


@pytest.mark.usefixtures("loudly")
async def test_no_secret_of_the_house_is_in_the_log_of_a_day(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    front = await door(world, "requester")
    bearer = front.client.headers["authorization"].removeprefix("Bearer ")
    front.client.headers["cookie"] = f"session={COOKIE}"
    async with office(world) as desk:
        with watched_by(Lines()):
            shown = await _secrets_shown(front, world)
            asked = await front.data(SEND, i={"brief": brief(world)})
            await front.client.post("/graphql", content=b'{"query": "{ broken')
            guessing = client(world, {"authorization": f"Bearer {GUESS}"})
            refused = await guessing.post("/graphql", json={"query": "{ viewer { name } }"})
            await _in_chat(desk)
    said = "".join(capsys.readouterr())
    held = [SECRET, SIGNING, APP, OAUTH.client_secret, "xoxb-tests", COOKIE, GUESS, bearer, *shown]

    assert [one for one in held if one in said] == []
    assert "@hub.example.com" not in said
    assert refused.status_code == 401
    assert asked["done"]["request"]["id"] in said, "the day is told"
