"""Contracts propose rights; only a person makes a grant of one, over the door."""

from datetime import date
from typing import Any

from app.handlers import NIGHTLY
from domain.audit import service as audit
from domain.catalog.works.importing import Import
from domain.catalog.works.model import (
    Descriptive,
    Identifier,
    Notice,
    Origin,
    Product,
    Record,
    Related,
    TitlePart,
)
from domain.database import sql
from domain.hub import Hub
from domain.title_house import proposing
from domain.title_house.model import Licence
from tests.api.door import door
from tests.api.test_rights import ERRORS, GRANT, acted, episode, permission
from tests.api.test_rights_ends import LINK
from tests.world import World

LIST = """{ openRightsProposals(first: 10) { id source contract rightType layer signedOn endsOn
  status grantId work { id title } } }"""
CONFIRM = f"""mutation($input: ConfirmRightsProposalInput!) {{
  done: confirmRightsProposal(input: $input) {{ {GRANT} }} }}"""
DISMISS = f"""mutation($input: DismissRightsProposalInput!) {{
  done: dismissRightsProposal(input: $input) {{ proposalId {ERRORS} }} }}"""
SOURCE = "Consonance sample.example"
AUDIO = Licence("1", "Audio (unabridged)", "5", date(2025, 1, 1), 24)


async def told(hub: Hub, *licences: Licence) -> None:
    """Have a house tell of a title and of what its contract licenses."""
    product = Product(
        "consonance.sample.1",
        (),
        descriptive=Descriptive("AJ", (), (TitlePart("01", "Roseanna"),)),
        related=Related((Identifier("01", "9", "consonance"),)),
    )
    await Import(hub, NIGHTLY, Origin(SOURCE, hub.clock.now(), "x", "a" * 64)).take(
        [Record(product, Notice.CONFIRMED, 1, 1)]
    )
    await proposing.keep(
        hub, NIGHTLY, SOURCE, [("consonance.sample.1", licence) for licence in licences]
    )


async def test_a_proposal_becomes_a_grant_only_by_a_person(
    world: World,
) -> None:
    hub = world.hub
    _, subject = await episode(world)
    await told(hub, AUDIO, Licence("2", "Merchandise", "5"))
    mara, rex = await door(world, "manager"), await door(world, "legal_one")

    audio, other = (await mara.data(LIST))["openRightsProposals"]
    assert audio | {"id": "", "work": audio["work"]["title"]} == {
        "id": "",
        "source": SOURCE,
        "contract": "5",
        "rightType": "Audio (unabridged)",
        "layer": "TEXT_AUDIO_ADAPTATION",
        "signedOn": "2025-01-01",
        "endsOn": "2027-01-01",
        "status": "OPEN",
        "grantId": None,
        "work": "Roseanna",
    }
    assert (other["layer"], other["endsOn"]) == (None, None)
    assert await sql.fetch("SELECT id FROM rights_grants") == []

    given: dict[str, Any] = permission(subject, layer="TEXT_AUDIO_ADAPTATION")
    given["proposalId"] = audio["id"]
    refused = await acted(rex, CONFIRM, given)
    assert refused["errors"][0]["code"] == "not_allowed"
    unlinked = await acted(mara, CONFIRM, given)
    assert unlinked["errors"][0]["code"] == "not_of_this_work"
    assert await sql.fetch("SELECT id FROM rights_grants") == []
    link = {"kind": "EPISODE", "subjectId": subject}
    link |= {"sourceKind": "WORK", "sourceId": audio["work"]["id"]}
    assert (await acted(mara, LINK, link))["errors"] == []
    done = await acted(mara, CONFIRM, given)
    assert done["errors"] == []
    (row,) = await sql.fetch("SELECT * FROM rights_grants")
    assert (row["origin"], row["origin_ref"]) == ("consonance", "contract 5, right 1")
    assert row["signed_on"] == "2025-01-01"
    twice = await acted(mara, CONFIRM, given)
    assert twice["errors"][0]["code"] == "decided"

    gone = await acted(mara, DISMISS, {"proposalId": other["id"]})
    assert (gone["proposalId"], gone["errors"]) == (other["id"], [])
    assert (await mara.data(LIST))["openRightsProposals"] == []
    events = [event.act for event in await audit.trail(audio["id"])]
    assert events == ["rights.proposed", "rights.proposal_confirmed"]

    await told(hub, AUDIO)
    assert (await mara.data(LIST))["openRightsProposals"] == []
    await told(hub, Licence("1", "Audio (unabridged)", "5", AUDIO.signed_on, 24, date(2026, 3, 1)))
    (again,) = (await mara.data(LIST))["openRightsProposals"]
    assert (again["endsOn"], again["grantId"]) == ("2026-03-01", row["id"])
