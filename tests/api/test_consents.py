"""The ledger of consents through the door: provenance, what counts, erasure, and who may."""

from datetime import timedelta
from typing import Any

from domain.audit import service as audit
from domain.database import sql
from tests.api.door import Door, door
from tests.world import World

ANSWER = """consents { subjectKind subjectId effective { purpose channel state byId }
  entries(first: 10) { id purpose channel state saidAt source textVersion country ageBand
    recordedAt name how proof } }
  errors { __typename ... on UserError { code path } }"""
RECORD = (
    f"""mutation($i: RecordConsentInput!) {{ done: recordConsent(input: $i) {{ {ANSWER} }} }}"""
)
WITHDRAW = f"""mutation($i: WithdrawConsentInput!) {{
  done: withdrawConsent(input: $i) {{ {ANSWER} }} }}"""
FORGET = f"""mutation($i: ForgetConsentSubjectInput!) {{
  done: forgetConsentSubject(input: $i) {{ {ANSWER} }} }}"""
READ = """query($k: ConsentSubjectKind!, $i: ID!) { consents(subjectKind: $k, subjectId: $i) {
  effective { state } entries { name proof } } }"""
ACCOUNT = """mutation { done: createAccount(input: {pseudonym: "cust-1", tier: STANDARD}) {
  account { id } } }"""


async def done(front: Door, query: str, **given: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await front.data(query, i=given))["done"]
    return found


async def test_an_account_agrees_confirms_and_takes_it_back(world: World) -> None:
    front = await door(world, "manager")
    account = (await front.data(ACCOUNT))["done"]["account"]["id"]
    now = world.hub.clock.now()
    whose = {"subjectKind": "ACCOUNT", "subjectId": account}
    said = {"purpose": "DIRECT_MARKETING", "channel": "EMAIL", "source": "FORM"}
    shown = {"textVersion": "news-3", "proof": "form 12", "country": "DE", "ageBand": "ADULT"}

    def at(hours: int) -> dict[str, str]:
        return {"saidAt": (now - timedelta(hours=hours)).isoformat()}

    first = await done(front, RECORD, **whose, **said, **shown, **at(3), pending=True)
    second = await done(front, RECORD, **whose, **said, **shown, **at(2))
    third = await done(front, WITHDRAW, **whose, **at(1), source="API", how="A link in a mail")
    wrong = await done(front, RECORD, **whose, **(said | {"channel": "EVERY"}), **shown, **at(-1))

    states = [one["consents"]["effective"][0]["state"] for one in (first, second, third)]
    assert states == ["PENDING", "GIVEN", "WITHDRAWN"]
    newest, given, _ = third["consents"]["entries"]
    assert (newest["purpose"], newest["channel"], newest["how"]) == (
        "EVERY",
        "EVERY",
        "A link in a mail",
    )
    assert (given["proof"], given["country"], given["ageBand"]) == ("form 12", "DE", "ADULT")
    assert [one["code"] for one in wrong["errors"]] == ["channel_missing", "not_yet"]
    for text in ("form 12", "A link in a mail"):
        for table in ("consents", "audit_events"):
            rows = await sql.fetch(f"SELECT * FROM {table}")
            assert text not in str([dict(row) for row in rows])


async def test_a_guest_is_forgotten_and_the_record_still_holds(world: World) -> None:
    front = await door(world, "manager")
    said = {"purpose": "APPEARANCE", "source": "PAPER", "textVersion": "release-2"}
    said |= {"proof": "Signed by Gast Beispiel", "saidAt": world.hub.clock.now().isoformat()}
    nobody = await done(front, RECORD, subjectKind="GUEST", **said)
    made = (await done(front, RECORD, subjectKind="GUEST", name="Gast Beispiel", **said))[
        "consents"
    ]
    whose = {"subjectKind": "GUEST", "subjectId": made["subjectId"]}
    gone = (await done(front, FORGET, **whose))["consents"]
    again = await done(front, RECORD, **whose, **said)
    keys = await sql.fetch("SELECT * FROM person_keys WHERE user_id = $1", made["subjectId"])

    assert [one["code"] for one in nobody["errors"]] == ["name_missing"]
    assert made["entries"][0]["name"] == "Gast Beispiel"
    assert [(one["state"], one["name"]) for one in gone["entries"]] == [
        ("WITHDRAWN", "(forgotten)"),
        ("GIVEN", "(forgotten)"),
    ]
    assert {one["state"] for one in gone["effective"]} == {"WITHDRAWN"}
    assert [one["code"] for one in again["errors"]] == ["forgotten"]
    assert list(keys) == []
    assert await audit.verify(world.hub.secrets) == []


async def test_only_those_who_may_read_and_write_it(world: World) -> None:
    manager, auditor = await door(world, "manager"), await door(world, "auditor")
    account = (await manager.data(ACCOUNT))["done"]["account"]["id"]
    given = {"k": "ACCOUNT", "i": account}
    seen = await auditor.data(READ, **given)
    refused = await (await door(world, "requester")).send(READ, **given)
    said = {"source": "API", "saidAt": world.hub.clock.now().isoformat()}
    tried = await done(auditor, WITHDRAW, subjectKind="ACCOUNT", subjectId=account, **said)
    unknown = await manager.send(READ, k="GUEST", i="psn_1")

    assert seen["consents"] == {"effective": [], "entries": []}
    assert refused["errors"][0]["extensions"]["code"] == "not_allowed"
    assert [one["code"] for one in tried["errors"]] == ["not_allowed"]
    assert unknown["errors"][0]["extensions"]["code"] == "no_such_subject"
