"""Contracts propose rights; only a person makes a grant of one, over the door."""

from datetime import date
from typing import Any

from app.jobs.handlers import NIGHTLY
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
from tests.api.door import Door, door
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


async def proposed(by: Door) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = (await by.data(LIST))["openRightsProposals"]
    return listed


async def linked(by: Door, subject: str, proposal: dict[str, Any]) -> None:
    link = {"kind": "EPISODE", "subjectId": subject}
    link |= {"sourceKind": "WORK", "sourceId": proposal["work"]["id"]}
    assert (await acted(by, LINK, link))["errors"] == []


async def test_what_a_contract_licenses_is_proposed_and_grants_nothing(world: World) -> None:
    await told(world.hub, AUDIO, Licence("2", "Merchandise", "5"))
    mara = await door(world, "manager")
    audio, other = await proposed(mara)
    gone = await acted(mara, DISMISS, {"proposalId": other["id"]})

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
    assert (gone["proposalId"], gone["errors"]) == (other["id"], [])
    assert await proposed(mara) == [audio]
    assert await sql.fetch("SELECT id FROM rights_grants") == []


async def test_a_proposal_becomes_a_grant_only_by_a_person_and_of_its_work(world: World) -> None:
    _, subject = await episode(world)
    await told(world.hub, AUDIO)
    mara, rex = await door(world, "manager"), await door(world, "legal_one")
    (audio,) = await proposed(mara)
    given: dict[str, Any] = permission(subject, layer="TEXT_AUDIO_ADAPTATION")
    given["proposalId"] = audio["id"]
    refused = [await acted(who, CONFIRM, given) for who in (rex, mara)]
    before = await sql.fetch("SELECT id FROM rights_grants")
    await linked(mara, subject, audio)
    done, twice = await acted(mara, CONFIRM, given), await acted(mara, CONFIRM, given)
    (row,) = await sql.fetch("SELECT * FROM rights_grants")
    events = [event.act for event in await audit.trail(audio["id"])]

    codes = [one["errors"][0]["code"] for one in (*refused, twice)]
    assert codes == ["not_allowed", "not_of_this_work", "decided"]
    assert (before, done["errors"]) == ([], [])
    assert (row["origin"], row["origin_ref"]) == ("consonance", "contract 5, right 1")
    assert row["signed_on"] == "2025-01-01"
    assert events == ["rights.proposed", "rights.proposal_confirmed"]
    assert await proposed(mara) == []


async def test_a_contract_that_reads_otherwise_is_proposed_again(world: World) -> None:
    _, subject = await episode(world)
    await told(world.hub, AUDIO)
    mara = await door(world, "manager")
    (audio,) = await proposed(mara)
    await linked(mara, subject, audio)
    given = permission(subject, layer="TEXT_AUDIO_ADAPTATION") | {"proposalId": audio["id"]}
    granted = (await acted(mara, CONFIRM, given))["grant"]["id"]
    await told(world.hub, AUDIO)
    same = await proposed(mara)
    ended = date(2026, 3, 1)
    await told(world.hub, Licence("1", AUDIO.right_type, "5", AUDIO.signed_on, 24, ended))
    (again,) = await proposed(mara)

    assert same == []
    assert (again["endsOn"], again["grantId"]) == ("2026-03-01", granted)
