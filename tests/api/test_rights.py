"""Rights over the door: entered, judged for every territory, ended, and who may."""

from typing import Any

from domain.actor import Role
from domain.audit import service as audit
from domain.catalog import service as catalog
from domain.people import service as people
from tests.api.door import Door, door
from tests.world import ROOT, World

ERRORS = "errors { __typename ... on UserError { code message path } }"
GRANT = f"""grant {{ id effect status version endsAt territories duties {{ kind done }} }}
  conflicts {{ clash grave grantIds territories startsAt endsAt }} {ERRORS}"""
ADD = f"""mutation($input: AddRightsGrantInput!) {{
  done: addRightsGrant(input: $input) {{ {GRANT} }} }}"""
BAN = f"""mutation($input: AddRightsProhibitionInput!) {{
  done: addRightsProhibition(input: $input) {{ {GRANT} }} }}"""
END = f"""mutation($input: EndRightsGrantInput!) {{
  done: endRightsGrant(input: $input) {{ {GRANT} }} }}"""
MOVE = f"""mutation($input: MoveRightsGrantInput!) {{
  done: moveRightsGrant(input: $input) {{ {GRANT} }} }}"""
DUTY = f"mutation($input: DoRightsDutyInput!) {{ done: doRightsDuty(input: $input) {{ {GRANT} }} }}"
NEEDS = f"""mutation($input: DeclareRightsNeedsInput!) {{ done: declareRightsNeeds(input: $input) {{
  rights {{ needs {{ layer part uses }} }} {ERRORS} }} }}"""
CLEAR = """query($kind: RightsSubjectKind!, $id: ID!, $at: DateTime, $use: RightsUse!) {
  rights(kind: $kind, id: $id) { clearance(use: $use, at: $at) {
    territories said standing clearedUntil
    layers { layer part reason said grantIds } } } }"""
SEARCH = """query($id: ID!, $since: DateTime!, $until: DateTime!) {
  rights(kind: EPISODE, id: $id) {
    availability(use: STREAM, since: $since, until: $until, territories: ["DE", "FR"]) {
      territories throughout spans { startsAt endsAt standing layers { reason } } }
    conflicts { clash }
    grants(first: 2) { id } } }"""
HERE, HER = {"uses": ["EVERY"], "include": ["DE"]}, {"grantor": "Her"}
JULY = "2026-07-01T00:00:00+00:00"
NOW = "2026-11-21T09:00:00+00:00"


async def episode(world: World) -> tuple[str, str]:
    show = await catalog.add_show(world.hub, ROOT, "Beans", world.brand_id, "en")
    made = await catalog.add_episode(world.hub, ROOT, show.id, "One", 1, None)
    return show.id, made.id


def permission(subject: str, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "EPISODE",
        "subjectId": subject,
        "layer": "NARRATOR",
        "scope": {"uses": ["ON_DEMAND"], "include": ["WORLD"], "exclude": ["US"]},
        "window": {"firstDay": "2026-07-01", "lastDay": "2027-06-30", "timeZone": "Europe/Berlin"},
        "source": {"grantor": "A narrator", "document": "drawer 4"},
    } | changes


async def acted(by: Door, act: str, given: dict[str, Any]) -> dict[str, Any]:
    done: dict[str, Any] = (await by.data(act, input=given))["done"]
    return done


async def added(by: Door, act: str, given: dict[str, Any]) -> str:
    done = await acted(by, act, given)
    assert done["errors"] == []
    grant_id: str = done["grant"]["id"]
    return grant_id


async def clearance(by: Door, subject: str, use: str = "STREAM", at: str = NOW) -> dict[str, Any]:
    asked = {"kind": "EPISODE", "id": subject, "use": use, "at": at}
    found = (await by.data(CLEAR, **asked))["rights"]["clearance"]
    return {code: one for one in found for code in one["territories"]}


async def test_an_episode_is_cleared_where_every_layer_is_until_one_ends(world: World) -> None:
    manager = await door(world, "manager")
    show, subject = await episode(world)
    unsaid = await clearance(manager, subject)
    needs = [{"layer": "NARRATOR"}, {"layer": "MUSIC_MASTER", "part": "ISRC1", "uses": ["STREAM"]}]
    declared = await acted(
        manager, NEEDS, {"kind": "EPISODE", "subjectId": subject, "needs": needs}
    )
    unknown = await clearance(manager, subject)
    narrator = await added(manager, ADD, permission(subject))
    music = await added(
        manager,
        ADD,
        permission(
            show,
            kind="SHOW",
            layer="MUSIC_MASTER",
            scope={"uses": ["EVERY"], "include": ["DE", "FR", "US", "CA-QC"]},
            window={"startsAt": JULY, "end": "PERPETUAL"},
        ),
    )
    found = await clearance(manager, subject)
    in_store = await clearance(manager, subject, "IN_STORE")

    assert len(unsaid) == len(found) == 249
    assert unsaid["DE"]["layers"][0]["reason"] == "NOT_DECLARED"
    assert declared["rights"]["needs"][1] == {
        "layer": "MUSIC_MASTER",
        "part": "ISRC1",
        "uses": ["STREAM"],
    }
    assert {one["standing"] for one in unknown.values()} == {"UNKNOWN"}
    cleared = {code for code, one in found.items() if one["standing"] == "CLEARED"}
    assert cleared == {"DE", "FR"}
    # "Until 30 June" in Berlin is over when July begins there.
    assert found["DE"]["clearedUntil"] == "2027-06-30T22:00:00+00:00"
    assert {one["layer"]: one["grantIds"] for one in found["DE"]["layers"]} == {
        "NARRATOR": [narrator],
        "MUSIC_MASTER": [music],
    }
    assert {(one["layer"], one["reason"]) for one in found["US"]["layers"]} == {
        ("NARRATOR", "OUT_OF_SCOPE"),
        ("MUSIC_MASTER", "GRANTED"),
    }
    # A part of Canada is not Canada.
    assert found["CA"]["standing"] == "BLOCKED"
    assert found["CA"]["clearedUntil"] is None
    assert {one["standing"] for one in in_store.values()} == {"BLOCKED"}


async def narrated(manager: Door, subject: str) -> None:
    needs = [{"layer": "NARRATOR"}]
    await acted(manager, NEEDS, {"kind": "EPISODE", "subjectId": subject, "needs": needs})


async def test_a_permission_waits_for_what_is_owed(world: World) -> None:
    manager = await door(world, "manager")
    _, subject = await episode(world)
    await narrated(manager, subject)
    granted = await added(manager, ADD, permission(subject, duties=["FEE_PAID"]))
    waiting = (await clearance(manager, subject))["DE"]
    await acted(manager, DUTY, {"grantId": granted, "duty": "FEE_PAID"})
    free = (await clearance(manager, subject))["DE"]

    assert waiting["standing"] == "CONDITIONAL"
    assert waiting["layers"][0]["reason"] == "DUTIES_OPEN"
    assert free["standing"] == "CLEARED"


async def test_a_prohibition_wins_shows_what_it_meets_and_can_be_ended(world: World) -> None:
    manager = await door(world, "manager")
    _, subject = await episode(world)
    await narrated(manager, subject)
    await added(manager, ADD, permission(subject))
    ban = permission(
        subject,
        layer="GUEST_RELEASE",
        scope={"uses": ["EVERY"], "include": ["DE"]},
        window={"startsAt": "2026-11-01T00:00:00Z", "end": "UNKNOWN"},
    )
    # Nobody said that there is a guest in it; what is prohibited is so all the same.
    banned = await added(manager, BAN, ban)
    told = await acted(manager, BAN, ban | {"layer": "NARRATOR"})
    stopped = (await clearance(manager, subject))["DE"]
    for one in (banned, told["grant"]["id"]):
        await acted(manager, END, {"grantId": one, "endsAt": "2026-12-01T00:00:00Z"})
    later = (await clearance(manager, subject, at="2026-12-01T00:00:00Z"))["DE"]
    longer = await acted(manager, END, {"grantId": banned, "endsAt": "2027-01-01T00:00:00Z"})
    trail = [event.act for event in await audit.trail(banned)]

    assert [(one["clash"], one["grave"], one["territories"]) for one in told["conflicts"]] == [
        ("HOLDBACK", False, ["DE"])
    ]
    assert stopped["standing"] == "BLOCKED"
    assert {(one["layer"], one["reason"]) for one in stopped["layers"]} == {
        ("NARRATOR", "PROHIBITED"),
        ("GUEST_RELEASE", "PROHIBITED"),
    }
    assert later["standing"] == "CLEARED"
    assert [error["code"] for error in longer["errors"]] == ["ended_already"]
    assert trail == ["rights.prohibition_added", "rights.ended"]


async def test_where_it_is_free_for_how_long_is_searched(world: World) -> None:
    manager = await door(world, "manager")
    _, subject = await episode(world)
    await narrated(manager, subject)
    await added(manager, ADD, permission(subject))
    ends = {"startsAt": "2026-11-01T00:00:00Z", "endsAt": "2026-12-01T00:00:00Z"}
    ban = permission(subject, scope={"uses": ["EVERY"], "include": ["DE"]}, window=ends)
    banned = (await acted(manager, BAN, ban))["grant"]["id"]
    last = await added(manager, ADD, permission(subject, part="second voice"))
    span = {"id": subject, "since": NOW, "until": "2026-12-21T00:00:00Z"}
    searched = (await manager.data(SEARCH, **span))["rights"]
    node = await manager.data("query($id: ID!) { node(id: $id) { __typename id } }", id=last)

    by_code = {code: one for one in searched["availability"] for code in one["territories"]}
    assert by_code["FR"]["throughout"]
    assert [span["standing"] for span in by_code["DE"]["spans"]] == ["BLOCKED", "CLEARED"]
    assert searched["conflicts"] == [{"clash": "HOLDBACK"}] * 2  # With both permissions.
    assert [one["id"] for one in searched["grants"]] == [last, banned]
    assert node["node"] == {"__typename": "RightsGrant", "id": last}


async def test_what_cannot_be_is_said_at_its_field(world: World) -> None:
    manager = await door(world, "manager")
    _, subject = await episode(world)
    backwards = {"startsAt": JULY, "endsAt": "2026-06-01T00:00:00Z"}
    wrong: list[tuple[dict[str, Any], str, list[str]]] = [
        ({"window": backwards}, "ends_before_start", ["endsAt"]),
        ({"window": {"startsAt": JULY}}, "end_missing", ["endsAt"]),
        ({"window": {"end": "PERPETUAL"}}, "start_missing", ["startsAt"]),
        ({"window": {"firstDay": "2026-07-01"}}, "time_zone_missing", ["timeZone"]),
        (
            {"window": {"firstDay": "2026-07-01", "timeZone": "Mars/Base"}},
            "unknown_time_zone",
            ["timeZone"],
        ),
        (
            {"window": {"startsAt": JULY, "firstDay": "2026-07-01", "end": "PERPETUAL"}},
            "said_twice",
            ["startsAt"],
        ),
        ({"scope": {"uses": ["EVERY"], "include": ["QQ"]}}, "unknown_territory", ["include"]),
        ({"scope": {"uses": [], "include": ["DE"]}}, "no_use", ["uses"]),
        ({"scope": HERE | {"languages": ["German"]}}, "bad_language", ["languages"]),
        ({"scope": HERE | {"channels": ["podcast"]}}, "bad_channel", ["channels"]),
        ({"source": {"grantor": " "}}, "no_grantor", ["grantor"]),
        ({"source": HER | {"origin": "ONIX"}}, "not_yours_to_say", ["origin"]),
        ({"source": HER | {"signedOn": "2026-11-23"}}, "signed_in_future", ["signedOn"]),
        ({"subjectId": "eps_nothing"}, "no_such_subject", ["subjectId"]),
        ({"status": "DISPUTED"}, "disputed_at_once", ["status"]),
    ]
    found = [await acted(manager, ADD, permission(subject, **one)) for one, _, _ in wrong]

    assert [[(e["code"], e["path"]) for e in one["errors"]] for one in found] == [
        [(code, path)] for _, code, path in wrong
    ]
    assert "WORLD" in found[6]["errors"][0]["message"]


async def test_what_contradicts_is_told_as_a_draft_and_refused_when_signed(world: World) -> None:
    manager = await door(world, "manager")
    _, subject = await episode(world)
    await added(manager, ADD, permission(subject, exclusivity="EXCLUSIVE", sublicensable=True))
    out = {
        "flow": "OUT",
        "exclusivity": "EXCLUSIVE",
        "scope": {"uses": ["DOWNLOAD"], "include": ["DE"]},
        "window": {"startsAt": NOW, "endsAt": "2027-01-01T00:00:00Z"},
        "source": {"grantor": "The house", "grantee": "Others"},
    }
    first = await added(manager, ADD, permission(subject, **out))
    rival = permission(subject, **out, status="DRAFT")
    rival["source"] = {"grantor": "The house", "grantee": "Third"}
    draft = await acted(manager, ADD, rival)
    refused = await acted(manager, ADD, rival | {"status": "SIGNED"})
    signing = {"grantId": draft["grant"]["id"], "status": "SIGNED"}
    unsigned = await acted(manager, MOVE, signing)
    await acted(manager, END, {"grantId": first, "endsAt": "2026-11-21T10:00:00Z"})
    still = await acted(manager, MOVE, signing)
    after = rival | {"window": {"startsAt": "2026-11-21T10:00:00Z", "lastDay": "2026-12-31"}}
    after["window"]["timeZone"] = "Europe/Berlin"
    follower = await acted(manager, ADD, after)
    following = {"grantId": follower["grant"]["id"], "status": "SIGNED"}
    signed = await acted(manager, MOVE, following)
    beyond = permission(subject, **out, part="x")
    beyond["scope"] = {"uses": ["DOWNLOAD"], "include": ["US"]}
    nothing_in = await acted(manager, ADD, beyond)

    assert draft["errors"] == []
    assert [(one["clash"], one["grave"]) for one in draft["conflicts"]] == [
        ("EXCLUSIVES_OVERLAP", True)
    ]
    for one in (refused, unsigned, still):
        assert [error["code"] for error in one["errors"]] == ["contradicts"]
        assert first in one["errors"][0]["message"]
        assert one["errors"][0]["__typename"] == "ConflictError"
    assert follower["conflicts"] == []
    assert (signed["grant"]["status"], signed["grant"]["version"]) == ("SIGNED", 2)
    assert "No such rights come in" in nothing_in["errors"][0]["message"]


async def test_what_a_show_needs_its_episodes_need_once_they_say_what_they_contain(
    world: World,
) -> None:
    manager = await door(world, "manager")
    show, subject = await episode(world)
    above = {"kind": "SHOW", "subjectId": show, "needs": [{"layer": "COVER_ART"}]}
    await acted(manager, NEEDS, above)
    await added(manager, ADD, permission(show, kind="SHOW", layer="COVER_ART"))
    unsaid = (await clearance(manager, subject))["DE"]
    own = {"kind": "EPISODE", "subjectId": subject, "needs": [{"layer": "NARRATOR"}]}
    await acted(manager, NEEDS, own)
    half = (await clearance(manager, subject))["DE"]
    await added(manager, ADD, permission(subject))
    whole = (await clearance(manager, subject))["DE"]
    await acted(manager, NEEDS, own | {"needs": []})
    taken_back = (await clearance(manager, subject))["DE"]
    twice = await acted(manager, NEEDS, own | {"needs": [{"layer": "NARRATOR"}] * 2})

    assert [one["reason"] for one in unsaid["layers"]] == ["NOT_DECLARED"]
    assert {(one["layer"], one["reason"]) for one in half["layers"]} == {
        ("COVER_ART", "GRANTED"),
        ("NARRATOR", "NO_EVIDENCE"),
    }
    assert (half["standing"], whole["standing"]) == ("UNKNOWN", "CLEARED")
    assert taken_back["standing"] == "UNKNOWN"
    assert [error["code"] for error in twice["errors"]] == ["named_twice"]


async def test_a_question_that_cannot_be_is_refused_and_says_why(world: World) -> None:
    manager = await door(world, "manager")
    _, subject = await episode(world)
    asked = """query($id: ID!, $at: DateTime!, $until: DateTime!, $where: [String!],
      $language: String, $channel: String) {
      rights(kind: EPISODE, id: $id) {
        clearance(use: STREAM, at: $at, territories: $where, language: $language,
          channel: $channel) { said }
        availability(use: STREAM, since: $at, until: $until, territories: $where) { said } } }"""
    good = {"id": subject, "at": NOW, "until": "2027-01-01T00:00:00Z", "where": ["DE"]}
    fine = await manager.data(asked, **good)
    wrong: list[dict[str, Any]] = [
        {"where": ["XK"]},
        {"at": "2026-11-21T09:00:00"},
        {"until": NOW},
        {"until": "2099-01-01T00:00:00Z"},
        {"language": "!!"},
        {"channel": "podcast"},
    ]
    found = [await manager.send(asked, **(good | one)) for one in wrong]

    assert fine["rights"]["availability"] == [{"said": "DE"}]
    assert [one["errors"][0]["extensions"]["code"] for one in found] == [
        "unknown_territory",
        "zone_missing",
        "ends_before_start",
        "too_long",
        "bad_language",
        "bad_channel",
    ]


async def test_rights_are_for_those_who_answer_for_them(world: World) -> None:
    _, subject = await episode(world)
    agent, reviewer = await door(world, "agent"), await door(world, "brand_one")
    seen = await reviewer.send(CLEAR, kind="EPISODE", id=subject, use="STREAM", at=NOW)
    hidden = await agent.send(CLEAR, kind="EPISODE", id=subject, use="STREAM", at=NOW)
    tried = await acted(reviewer, ADD, permission(subject))
    await people.grant_role(world.hub, ROOT, world.people["brand_one"], Role.MANAGER, market="DE")
    narrow = await door(world, "brand_one")
    wide = await acted(narrow, ADD, permission(subject))
    own = permission(subject, scope={"uses": ["STREAM"], "include": ["DE"]})
    fitting = await acted(narrow, ADD, own)
    contents = {"kind": "EPISODE", "subjectId": subject, "needs": [{"layer": "NARRATOR"}]}
    declared = await acted(narrow, NEEDS, contents)
    nowhere = await narrow.send(CLEAR, kind="EPISODE", id="eps_nothing", use="STREAM", at=NOW)

    assert seen["data"]["rights"]["clearance"]
    assert hidden["data"]["rights"] is None
    assert hidden["errors"][0]["extensions"]["code"] == "not_allowed"
    for one in (tried, wide, declared):
        assert [error["code"] for error in one["errors"]] == ["not_allowed"]
    assert fitting["errors"] == []
    assert nowhere["data"]["rights"] is None
