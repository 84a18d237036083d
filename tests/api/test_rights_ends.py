"""What ends soon, agreements, and what subjects are made from, over the door."""

from typing import Any

import pytest

from domain.actor import Role
from domain.audit import service as audit
from domain.catalog import service as catalog
from domain.database import sql
from domain.people import service as people
from domain.rights import expiring, records
from domain.steps import Step, StepKind, taking
from tests.api.door import Door, door
from tests.api.test_rights import ADD, ERRORS, NEEDS, acted, added, episode, permission
from tests.api.test_works import brought
from tests.connectors.onix.messages import record
from tests.world import ROOT, World

AGREE = f"""mutation($input: AddRightsAgreementInput!) {{
  done: addRightsAgreement(input: $input) {{ agreement {{ id leaveBy endedAt }} {ERRORS} }} }}"""
LEAVE = f"""mutation($input: EndRightsAgreementInput!) {{
  done: endRightsAgreement(input: $input) {{ agreement {{ id leaveBy endedAt }} {ERRORS} }} }}"""
LINK = f"""mutation($input: LinkRightsSubjectInput!) {{
  done: linkRightsSubject(input: $input) {{ rights {{ above {{ kind id }} }} {ERRORS} }} }}"""
UNLINK = LINK.replace("linkRightsSubject(", "unlinkRightsSubject(")
SOON = """query($within: Int!) { expiring(within: $within) {
  notice at grant { id layer } agreement { id name } } }"""
NODE = "query($id: ID!) { node(id: $id) { id ... on RightsAgreement { name notice noticeUnit } } }"
CLEAR = """query($id: ID!) { rights(kind: EPISODE, id: $id) {
  above { kind id }
  clearance(use: STREAM, territories: ["DE", "FR", "US", "GB"]) {
    territories standing layers { layer part reason grantIds } }
  proposedNeeds(use: STREAM) { layer uses } } }"""
SALES = (
    "<PublishingStatus>04</PublishingStatus>"
    "<SalesRights><SalesRightsType>01</SalesRightsType><Territory><CountriesIncluded>DE FR"
    "</CountriesIncluded></Territory></SalesRights><SalesRights><SalesRightsType>03"
    "</SalesRightsType><Territory><CountriesIncluded>US</CountriesIncluded></Territory>"
    "</SalesRights>"
)


def agreed(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "brandId": world.brand_id,
        "name": "Narrators",
        "party": "A studio",
        "window": {"firstDay": "2026-07-01", "lastDay": "2027-06-30", "timeZone": "Europe/Berlin"},
        "notice": 3,
        "noticeUnit": "MONTHS",
        "renewalMonths": 12,
    } | changes


async def soon(by: Door, within: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await by.data(SOON, within=within))["expiring"]
    return found


async def test_what_ends_is_listed_with_agreements_until_it_is_carried_on(world: World) -> None:
    manager = await door(world, "manager")
    _, subject = await episode(world)
    made = await acted(manager, AGREE, agreed(world))
    agreement = made["agreement"]["id"]
    source = {"grantor": "A narrator", "agreementId": agreement}
    grant = await added(manager, ADD, permission(subject, source=source))
    found = await soon(manager, 366)
    near = await soon(manager, 30)
    after = permission(
        subject,
        window={"firstDay": "2027-07-01", "end": "PERPETUAL", "timeZone": "Europe/Berlin"},
    )
    await added(manager, ADD, after)
    carried = await soon(await door(world, "auditor"), 366)
    shown = (await manager.data(NODE, id=agreement))["node"]

    # "Until 30 June", three months before which is the end of March in Berlin.
    assert made["agreement"]["leaveBy"] == "2027-03-31T22:00:00+00:00"
    assert [(one["notice"], one["at"][:10]) for one in found] == [
        ("LEAVE", "2027-03-31"),
        ("END", "2027-06-30"),
    ]
    assert found[1]["grant"] == {"id": grant, "layer": "NARRATOR"}
    assert near == []
    assert [one["notice"] for one in carried] == ["LEAVE"]
    assert shown == {"id": agreement, "name": "Narrators", "notice": 3, "noticeUnit": "MONTHS"}


async def test_many_ends_of_one_thing_are_looked_up_as_one_is(world: World) -> None:
    manager = await door(world, "manager")
    _, subject = await episode(world)
    asked = []
    for part in range(3):
        await added(manager, ADD, permission(subject, part=f"part {part}"))
        actor = await world.actor("manager")
        with taking(Step(StepKind.JOB, "test", "")) as step:
            found = await expiring.expiring(world.hub, actor, 366)
        asked.append((len(found), step.statements))

    assert [ends for ends, _ in asked] == [1, 2, 3]
    assert len({statements for _, statements in asked}) == 1


async def test_ends_of_other_brands_leave_room_for_those_of_ones_own(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "ENDING_MAX", 1)
    manager = await door(world, "manager")
    _, theirs = await episode(world)
    sooner = {"firstDay": "2026-07-01", "lastDay": "2026-12-31", "timeZone": "Europe/Berlin"}
    await added(manager, ADD, permission(theirs, window=sooner))
    other = await catalog.add_brand(world.hub, ROOT, "Other Roasters")
    show = await catalog.add_show(world.hub, ROOT, "Other mornings", other.id, "de")
    own = await added(manager, ADD, permission(show.id, kind="SHOW"))
    user_id = world.people["legal_one"]
    await people.revoke_role(world.hub, ROOT, user_id, Role.REVIEWER)
    await people.grant_role(world.hub, ROOT, user_id, Role.MANAGER, brand_id=other.id)
    found = await expiring.expiring(world.hub, await world.actor("legal_one"), 366)

    assert [one.grant.id for one in found if one.grant] == [own]


async def test_an_agreement_is_left_and_holds_its_grants_within_it(world: World) -> None:
    manager = await door(world, "manager")
    _, subject = await episode(world)
    made = await acted(manager, AGREE, agreed(world))
    agreement = made["agreement"]["id"]
    left = {"agreementId": agreement, "endsAt": "2027-06-30T22:00:00Z"}
    over = await acted(manager, LEAVE, left)
    again = await acted(manager, LEAVE, left)
    source = {"grantor": "A narrator", "agreementId": agreement}
    window = {"firstDay": "2026-07-01", "lastDay": "2028-06-30", "timeZone": "Europe/Berlin"}
    longer = await acted(manager, ADD, permission(subject, source=source, window=window))
    astray = await acted(
        manager, ADD, permission(subject, source=source | {"agreementId": "agr_none"})
    )
    trail = [one.act for one in await audit.trail(agreement)]

    assert (over["errors"], over["agreement"]["leaveBy"]) == ([], None)
    assert again["errors"][0]["code"] == "ended_already"
    assert longer["errors"][0]["code"] == "outlives_agreement"
    assert astray["errors"][0]["code"] == "no_such_agreement"
    assert trail == ["rights.agreement_added", "rights.agreement_ended"]


async def test_rights_of_a_work_count_and_sales_rights_of_its_title_are_a_fence(
    world: World,
) -> None:
    manager = await door(world, "manager")
    await brought(world, record(1, publishing=SALES))
    (title,) = await sql.fetch("SELECT id, work_id FROM titles")
    _, subject = await episode(world)
    needs = [{"layer": "NARRATOR"}]
    await acted(manager, NEEDS, {"kind": "EPISODE", "subjectId": subject, "needs": needs})
    of_work = permission(
        title["work_id"],
        kind="WORK",
        scope={"uses": ["EVERY"], "include": ["DE", "US", "GB"]},
    )
    grant = await added(manager, ADD, of_work)
    link = {
        "kind": "EPISODE",
        "subjectId": subject,
        "sourceKind": "TITLE",
        "sourceId": title["id"],
    }
    before = (await manager.data(CLEAR, id=subject))["rights"]
    linked = await acted(manager, LINK, link)
    found = (await manager.data(CLEAR, id=subject))["rights"]
    unlinked = await acted(manager, UNLINK, link)
    by = {code: one for one in found["clearance"] for code in one["territories"]}
    layers = {one["layer"] for one in found["proposedNeeds"]}

    assert {one["standing"] for one in before["clearance"]} == {"UNKNOWN"}
    assert linked["rights"]["above"][1:] == [
        {"kind": "TITLE", "id": title["id"]},
        {"kind": "WORK", "id": title["work_id"]},
    ]
    assert {code: one["standing"] for code, one in by.items()} == {
        "DE": "CLEARED",
        "FR": "BLOCKED",  # Where it is sold, but nobody permits the reading.
        "US": "BLOCKED",  # Where it is not for sale, whoever permits the reading.
        "GB": "UNKNOWN",  # Of which the publisher said nothing.
    }
    assert by["DE"]["layers"][0]["grantIds"] == [grant]
    (fence,) = [one for one in by["US"]["layers"] if one["layer"] == "SALES_TERRITORY"]
    assert (fence["reason"], fence["grantIds"]) == ("PROHIBITED", [title["id"]])
    assert fence["part"].startswith("Night Train (")
    assert {"TEXT_AUDIO_ADAPTATION", "NARRATOR", "MUSIC_MASTER", "COVER_ART"} <= layers
    assert len(unlinked["rights"]["above"]) == 1
    assert not {"NARRATOR"} & {one["layer"] for one in before["proposedNeeds"]}


async def test_what_cannot_be_says_so_and_who_may_not_is_told(world: World) -> None:
    manager, reviewer = await door(world, "manager"), await door(world, "legal_one")
    agent = await door(world, "agent")
    show, subject = await episode(world)
    link = {"kind": "EPISODE", "subjectId": subject, "sourceKind": "SHOW", "sourceId": show}
    wrong = await acted(manager, LINK, link)
    nowhere = await acted(manager, LINK, link | {"sourceKind": "WORK", "sourceId": "wrk_none"})
    refused = [
        await acted(reviewer, LINK, link | {"sourceKind": "WORK", "sourceId": "wrk_none"}),
        await acted(reviewer, AGREE, agreed(world)),
    ]
    endless = {"firstDay": "2026-07-01", "end": "UNKNOWN", "timeZone": "Europe/Berlin"}
    unknown = await acted(manager, AGREE, agreed(world, window=endless))
    far = await manager.send(SOON, within=367)
    hidden = await agent.send(SOON, within=30)

    assert [one["errors"][0]["code"] for one in (wrong, nowhere, unknown)] == [
        "not_linked_so",
        "no_such_subject",
        "end_unknown",
    ]
    assert {one["errors"][0]["code"] for one in refused} == {"not_allowed"}
    assert far["errors"][0]["extensions"]["code"] == "bad_span"
    assert hidden["errors"][0]["extensions"]["code"] == "not_allowed"
