"""W4: a sponsorship from request to the last yes, and what keeps it from getting there."""

from typing import Any

import pytest

from bot.ids import ActionId
from domain.audit import service as audit
from tests.bot.reading import lines
from tests.stories.sponsors import PDF, REVISE, TAKE_BACK, Studio
from tests.world import square, tone


def stages(found: dict[str, Any]) -> dict[str, tuple[str, int]]:
    return {stage["key"]: (stage["state"], stage["round"]) for stage in found["stages"]}


def states(found: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["state"] for one in found["deliverables"]}


async def test_w4_contract_and_insertion_order_come_before_the_files_are_collected(
    studio: Studio,
) -> None:
    request = (await studio.asks())["request"]
    await studio.desk.work()
    asked = stages(await studio.look(request))
    await studio.signed(request)
    found = await studio.look(request)

    assert asked == {
        "contract": ("OPEN", 1),
        "insertion_order": ("WAITING", 1),
        "collection": ("WAITING", 1),
        "compliance": ("WAITING", 1),
    }
    assert stages(found)["collection"] == ("OPEN", 1)
    assert stages(found)["compliance"] == ("WAITING", 1)
    assert found["sponsorship"] == {
        "sponsorName": "Sample tea",
        "showTitle": "Beans and Beats",
        "episodes": [{"title": "Cup 1"}],
        "insertionOrder": "IO-2026-117",
        "price": {"amount": "4000.00"},
    }


async def test_w4_the_collection_closes_when_every_listed_file_is_in(studio: Studio) -> None:
    request = (await studio.asks())["request"]
    await studio.signed(request)
    await studio.delivers("agent", request, "Spot", tone(2))
    await studio.desk.work()
    half = await studio.look(request)
    await studio.delivers("agent", request, "script", PDF)
    await studio.desk.work()
    found = await studio.look(request, "legal_one")

    assert states(half) == {"Spot": "IN", "Script": "MISSING"}
    assert stages(half)["collection"] == ("OPEN", 1)
    assert states(found) == {"Spot": "IN", "Script": "IN"}
    assert stages(found)["collection"] == ("APPROVED", 1)
    assert stages(found)["compliance"] == ("OPEN", 1)


async def test_w4_files_that_come_early_close_the_collection_when_its_turn_comes(
    studio: Studio,
) -> None:
    request = (await studio.asks())["request"]
    await studio.delivers_all("agent", request)
    early = stages(await studio.look(request))["collection"]
    await studio.signed(request)

    assert early == ("WAITING", 1)
    assert stages(await studio.look(request))["collection"] == ("APPROVED", 1)


async def test_w4_a_file_taken_back_opens_the_collection_and_what_follows_anew(
    studio: Studio,
) -> None:
    request = await studio.approved()
    approved = await studio.look(request)
    asset = approved["deliverables"][0]["asset"]["id"]
    agent = await studio.desk.front("agent")
    done = (await agent.data(TAKE_BACK, input={"assetId": asset}))["done"]
    await studio.desk.work(seconds=31)
    found = await studio.look(request)

    assert approved["state"] == "APPROVED"
    assert (done["errors"], done["request"]["state"]) == ([], "IN_REVIEW")
    assert stages(found) == {
        "contract": ("APPROVED", 1),
        "insertion_order": ("APPROVED", 1),
        "collection": ("OPEN", 2),
        "compliance": ("WAITING", 2),
    }
    assert states(found) == {"Spot": "MISSING", "Script": "IN"}
    assert found["sheet"] is None

    await studio.delivers("agent", request, "Spot", tone(3))
    await studio.desk.work()
    await studio.desk.says("legal_one", request, "compliance")
    await studio.desk.work(seconds=31)

    assert (await studio.look(request))["state"] == "PUBLISHED"


async def test_w4_compliance_has_a_file_replaced_without_a_revision(studio: Studio) -> None:
    request = (await studio.asks())["request"]
    await studio.ready(request)
    await studio.desk.says(
        "legal_one", request, "compliance", choice="REQUEST_CHANGES", reason="Louder, please."
    )
    held = await studio.look(request)
    agent = await studio.desk.front("agent")
    await agent.data(TAKE_BACK, input={"assetId": held["deliverables"][0]["asset"]["id"]})
    await studio.delivers("agent", request, "Spot", tone(3))
    await studio.desk.work()
    found = await studio.look(request)

    assert held["state"] == "CHANGES_REQUESTED"
    assert (found["state"], stages(found)["compliance"]) == ("IN_REVIEW", ("OPEN", 2))


async def test_w4_an_agency_sees_only_its_own(studio: Studio) -> None:
    """Two agencies, two sponsors, different markets, at the same time on one show."""
    ours = (await studio.asks("agent", markets=["DE"], episodeIds=[studio.episodes[0]]))["request"]
    bank = {"sponsorId": studio.sponsors["bank"], "markets": ["FR", "AT"]}
    theirs = (await studio.asks("rival", **bank, episodeIds=[studio.episodes[0]]))["request"]
    for who, request in (("agent", ours), ("rival", theirs)):
        await studio.ready(request, who)
        await studio.desk.says("legal_one", request, "compliance")
    await studio.desk.work(seconds=31)
    seen = {
        who: [(await studio.look(one, who)).get("state") for one in (ours, theirs)]
        for who in ("agent", "rival", "manager", "host")
    }
    rival = await studio.desk.front("rival")
    asset = (await studio.look(ours))["deliverables"][0]["asset"]["id"]
    node = await rival.data("query($id: ID!) { node(id: $id) { id } }", id=asset)
    taken = (await rival.data(TAKE_BACK, input={"assetId": asset}))["done"]
    promised = await studio.promises("rival", ours, "Spot", 10)
    listed = await rival.data("{ requests { edges { node { id } } } }")

    assert seen == {
        "agent": ["PUBLISHED", None],
        "rival": [None, "PUBLISHED"],
        "manager": ["PUBLISHED", "PUBLISHED"],
        "host": ["PUBLISHED", "PUBLISHED"],
    }
    assert node == {"node": None}
    assert taken["errors"][0]["code"] == "no_such_asset"
    assert promised["errors"][0]["code"] == "no_such_request"
    assert [edge["node"]["id"] for edge in listed["requests"]["edges"]] == [theirs["id"]]


@pytest.mark.parametrize(
    ("deliverable", "content", "problem"),
    [
        ("Spot", PDF, "application/pdf"),
        ("Spot", square(16), "image/png"),
        ("Script", b"PK\x03\x04" + b"\0" * 500, "Archives are not unpacked"),
        ("Script", b"\x1f\x8b" + b"\0" * 500, "Archives are not unpacked"),
        ("Script", b"MZ" + b"\0" * 500, "nothing known"),
    ],
)
async def test_w4_a_file_of_another_type_does_not_count(
    studio: Studio, deliverable: str, content: bytes, problem: str
) -> None:
    request = (await studio.asks())["request"]
    sent = await studio.delivers("agent", request, deliverable, content)
    await studio.desk.work()
    found = await studio.look(request)

    assert sent.status_code == 422
    assert problem in sent.json()["problem"]
    assert states(found)[deliverable] == "REFUSED"


async def test_w4_what_is_larger_or_elsewhere_than_promised_is_refused(studio: Studio) -> None:
    request = (await studio.asks())["request"]
    content = tone(1)
    made = await studio.promises("agent", request, "Spot", len(content) - 1)
    agent = await studio.desk.front("agent")
    larger = await agent.client.put(made["uploadUrl"], content=content)
    codes = {}
    for name in ("../../etc/passwd", "a\\b.wav", "..", ".hidden", "a\tb.wav"):
        done = await studio.promises("agent", request, "Spot", 10, name)
        codes[name] = done["errors"][0]["code"]
    unlisted = await studio.promises("agent", request, "Poster", 10)

    assert larger.status_code == 422
    assert "More than" in larger.json()["message"]
    assert set(codes.values()) == {"bad_name"}
    assert unlisted["errors"][0]["code"] == "no_such_deliverable"
    assert "`Spot`, `Script`" in unlisted["errors"][0]["message"]


async def test_w4_a_revision_opens_what_it_touches_and_collects_what_it_adds(
    studio: Studio,
) -> None:
    request = (await studio.asks())["request"]
    await studio.ready(request)
    agent = await studio.desk.front("agent")
    brief = await studio.brief(agent)
    contract = {"contractAssetId": brief["contractAssetId"]}
    banner = {"name": "Banner", "kind": "IMAGE", "due": brief["deliverables"][0]["due"]}
    brief["deliverables"] = [*brief["deliverables"], banner]
    given = {"requestId": request["id"], "brief": brief | contract, "seenRevision": 1}
    done = (await agent.data(REVISE, input=given))["done"]
    await studio.desk.work()
    found = await studio.look(request)

    assert done["errors"] == []
    assert stages(found) == {
        "contract": ("OPEN", 2),
        "insertion_order": ("APPROVED", 1),
        "collection": ("WAITING", 2),
        "compliance": ("WAITING", 2),
    }
    assert states(found) == {"Spot": "IN", "Script": "IN", "Banner": "MISSING"}


async def test_w4_every_step_is_recorded_and_the_record_holds(studio: Studio) -> None:
    request = await studio.approved()
    await studio.desk.work(seconds=31)
    await studio.acknowledges("host", request)
    found: Any = await studio.desk.look(request)

    assert [(event["act"], event["door"]) for event in found["auditTrail"]] == [
        ("request.submitted", "API"),
        ("stage.voted", "API"),
        ("stage.voted", "API"),
        ("stage.closed", "CONNECTOR"),
        ("stage.voted", "API"),
        ("request.handed_over", "CONNECTOR"),
        ("placement.taken_on", "API"),
    ]
    assert await audit.verify(studio.world.hub.secrets) == []


async def test_w4_cards_in_chat_carry_it_to_the_shows_team(studio: Studio) -> None:
    """Files over the API, every yes and the last acknowledgement in Slack."""
    async with studio.desk.chat() as chat:
        request = (await studio.asks())["request"]
        await studio.desk.work()
        await chat.click("legal_one", "CLEGAL", ActionId.APPROVE)
        await studio.desk.work()
        await chat.click("finance_one", "CFINANCE", ActionId.APPROVE)
        await studio.delivers("agent", request, "Spot", tone(2))
        await studio.desk.work()
        half = "\n".join(lines(chat.shown("CFINANCE")[0].blocks))
        await studio.delivers("agent", request, "Script", PDF)
        await studio.desk.work()
        await chat.click("legal_one", "CLEGAL", ActionId.APPROVE)
        assert chat.shown("CSHOW") == []
        await studio.desk.work(seconds=31)
        await chat.click("host", "CSHOW", ActionId.TAKE_ON)
        await studio.desk.work()
        assert chat.whispers("host") == []
        (sheet,) = chat.shown("CSHOW")
        said = lines(sheet.blocks)
        found = await studio.look(request)

    assert "Files: 1 of 2 in" in half
    assert "• missing: Script, document, due 25 Nov 2026" in half
    for expected in (
        "• Sponsor: Sample tea",
        "• Heard in: 1. Cup 1 (1 Dec 2026)",
        "• Positions: Pre roll, Mid roll",
        "• To say: Grown on one hill.",
        "• Tracking: https://tea.example.com/beans",
        "• Promo code: BEANS10",
    ):
        assert expected in said
    assert said[-1].startswith("Taken on by Host ")
    assert "[Acknowledge]" not in said
    assert found["state"] == "LIVE"


async def test_w4_a_card_shows_everything_that_is_approved(studio: Studio) -> None:
    async with studio.desk.chat() as chat:
        cpm = {"amount": "18.00", "currency": "EUR"}
        await studio.asks(script="Say it\nslowly.", cpm=cpm, note="Signed on Monday.")
        await studio.desk.work()
        said = lines(chat.shown("CLEGAL")[0].blocks)

    for expected in (
        "Agent, Sample Agency",
        "Sample Roasters",
        "Sample tea",
        "Beans and Beats",
        "4,000.00 EUR, 18.00 EUR per 1,000 listens",
        "IO-2026-117",
        "Host read",
        "18 to 99 years",
        "• Heard in: Cup 1",
        "• Positions: Pre roll, Mid roll",
        "• Markets: AT, DE",
        f"• Contract: contract.pdf, {len(PDF)} bytes",
        "• To say: Ten per cent off with the code.",
        "• Tracking: https://tea.example.com/beans",
        "• Promo code: BEANS10",
        "> Say it",
        "> slowly.",
        "Files: 0 of 2 in",
        "> Signed on Monday.",
    ):
        assert expected in said
