"""D2: accounts in segments, counted where that tells of nobody, and handed back to campaigns."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from domain.audience.accounts import records
from domain.audit import service as audit
from domain.consents import service as consents
from domain.consents.model import (
    AgeBand,
    Channel,
    Private,
    Purpose,
    Said,
    Source,
    State,
    Subject,
    SubjectKind,
)
from domain.database import transaction
from tests.stories.briefs import YESES
from tests.stories.house import House
from tests.world import ROOT

ERRORS = "errors { __typename ... on UserError { code message path } }"
IMPORTED = f"{{ imported {{ new changed known setAside {{ line reason cure }} }} {ERRORS} }}"
CUT = "{ id segments regions size withheld why }"
ACCOUNTS = f"""mutation($input: ImportAudienceInput!) {{
  done: importAccounts(input: $input) {IMPORTED} }}"""
ENGAGEMENT = f"""mutation($input: ImportAudienceInput!) {{
  done: importEngagement(input: $input) {IMPORTED} }}"""
RECORD = f"""mutation($input: RecordEngagementInput!) {{
  done: recordEngagement(input: $input) {IMPORTED} }}"""
JUDGE = f"""mutation($input: JudgeAudienceInput!) {{ done: judgeAudience(input: $input) {{
  cuts {CUT} {ERRORS} }} }}"""
CUT_IT = f"""mutation($input: CutAudienceInput!) {{ done: cutAudience(input: $input) {{
  cut {CUT} {ERRORS} }} }}"""
PROPOSE = f"""mutation($input: ProposeAudienceInput!) {{ done: proposeAudience(input: $input) {{
  request {{ id kind state }} {ERRORS} }} }}"""
FORGET = f"""mutation($input: ForgetConsentSubjectInput!) {{
  done: forgetConsentSubject(input: $input) {{ {ERRORS} }} }}"""
AUDIENCE = f"query($id: ID!) {{ audience(brandId: $id) {{ least windowDays cuts {CUT} }} }}"
ONE = """query($id: ID!) { accountSegment(accountId: $id) {
  outcome matchedRules facts results missCount } }"""
BRIEF = """query($id: ID!) { request(id: $id) { state activation { outcome }
  handOver { receiver instructions } listedAccounts { accountId removalAskedAt }
  brief { ... on TargetingBrief { segment audienceSize youngestAge accountIds } } } }"""

#: What somebody agreed to who may be sorted, and reached by mail and on lists.
ALL = (
    (Purpose.PROFILING, Channel.EVERY),
    (Purpose.DIRECT_MARKETING, Channel.EMAIL),
    (Purpose.DIRECT_MARKETING, Channel.AD_AUDIENCE),
)

#: What is to become of a group.
WISH: dict[str, Any] = {
    "name": "Back to the hills",
    "markets": ["DE"],
    "means": "JOURNEY",
    "targets": "journey=hills",
    "specialCategory": False,
    "reachedBy": "EMAIL",
}


async def does(house: House, query: str, who: str = "manager", **given: Any) -> dict[str, Any]:
    """Act on the brand through the door; return what the mutation answered."""
    front = await house.desk.front(who)
    done: dict[str, Any] = (await front.data(query, input=given))["done"]
    return done


async def brings(house: House, query: str, *lines: str) -> dict[str, Any]:
    """Bring in a table; return what came of it."""
    done = await does(house, query, brandId=house.world.brand_id, table="\n".join(lines))
    assert done["errors"] == [], done
    found: dict[str, Any] = done["imported"]
    return found


async def listeners(
    house: House, name: str, count: int, *, region: str = "DE", listens: int = 20
) -> list[str]:
    """Bring in accounts that own a product, listen and agreed to everything; return their ids."""
    names = [f"{name}-{at:03}" for at in range(count)]
    rows = [f"{one},standard,{region},Mug" for one in names]
    made = await brings(house, ACCOUNTS, "account,tier,region,products", *rows)
    assert (made["new"], made["setAside"]) == (count, [])
    heard = [f"{one},{house.day(-3)},listen,Beans and Beats,{listens}" for one in names]
    follow = [f"{one},{house.day(-3)},follow,Beans and Beats,1" for one in names]
    await brings(house, ENGAGEMENT, "account,day,signal,subject,times", *heard, *follow)
    found = await records.by_pseudonym(names)
    account_ids = [found[one].id for one in names]
    await says(house, account_ids, State.GIVEN)
    return account_ids


async def says(
    house: House,
    account_ids: Sequence[str],
    state: State,
    what: Sequence[tuple[Purpose, Channel]] = ALL,
) -> None:
    """Have accounts agree, or take it back."""
    at = house.world.hub.clock.now() - timedelta(minutes=1)
    async with transaction():
        for account_id in account_ids:
            subject = Subject(SubjectKind.ACCOUNT, account_id)
            for purpose, channel in what:
                said = Said(purpose, channel, state, at, Source.FORM, "ads-2", "DE", AgeBand.ADULT)
                await consents.record(house.world.hub, ROOT, subject, said, Private(proof="form"))


async def judged(house: House, **given: Any) -> dict[str, dict[str, Any]]:
    """Judge the brand's accounts; return its segments by name."""
    done = await does(house, JUDGE, brandId=house.world.brand_id, **given)
    assert done["errors"] == [], done
    return {one["segments"][0]: one for one in done["cuts"] if len(one["segments"]) == 1}


async def cuts(house: House, **where: Any) -> dict[str, Any]:
    """Cut a group of the brand's accounts."""
    done = await does(house, CUT_IT, brandId=house.world.brand_id, **where)
    assert done["errors"] == [], done
    found: dict[str, Any] = done["cut"]
    return found


async def test_d2_accounts_come_in_once_and_bad_lines_are_set_aside(house: House) -> None:
    head = "account,tier,region,products"
    table = (head, "cust-1,key,DE,Mug; Tea", "cust-2,,,", "ann@example.com,,,", "cust-3,royal,,")
    first = await brings(house, ACCOUNTS, *table, "cust-4,,XX,", "cust-5,key")
    again = await brings(house, ACCOUNTS, *table)
    other = await brings(house, ACCOUNTS, head, "cust-1,,AT,", "cust-1,,DE,")

    assert (first["new"], first["changed"], first["known"]) == (2, 0, 0)
    assert [one["line"] for one in first["setAside"]] == [4, 5, 6, 7]
    assert first["setAside"][1]["reason"].startswith("`royal` stands there, and is none of")
    assert first["setAside"][1]["cure"].startswith("Put into `tier` standard, preferred or key")
    assert (again["new"], again["changed"], again["known"]) == (0, 0, 2)
    assert (other["changed"], [one["line"] for one in other["setAside"]]) == (1, [3])


async def test_d2_what_accounts_did_comes_in_once_and_the_last_total_counts(house: House) -> None:
    (account_id,) = await listeners(house, "cust", 1)
    day, head = house.day(-3), "account,day,signal,subject,times"
    same = await brings(house, ENGAGEMENT, head, f"cust-000,{day},listen,Beans and Beats,20")
    entry = {"account": "cust-000", "day": day, "signal": "LISTEN", "subject": "Beans and Beats"}
    more = [entry | {"times": 21}, entry | {"account": "cust-9"}, entry | {"day": house.day(1)}]
    said = (await does(house, RECORD, brandId=house.world.brand_id, entries=more))["imported"]
    await says(house, [account_id], State.WITHDRAWN, [(Purpose.PROFILING, Channel.EVERY)])
    refused = await brings(house, ENGAGEMENT, head, f"cust-000,{day},listen,Beans and Beats,22")
    bad = await does(house, ENGAGEMENT, brandId=house.world.brand_id, table="name,day")
    agency = await does(house, ENGAGEMENT, "agent", brandId=house.world.brand_id, table=head)

    assert (same["new"], same["changed"], same["known"]) == (0, 0, 1)
    assert (said["changed"], [one["line"] for one in said["setAside"]]) == (1, [2, 3])
    assert refused["setAside"][0]["reason"].startswith("They took back their consent")
    assert [one["code"] for one in bad["errors"]] == ["bad_table"]
    assert agency["errors"] != []


async def test_d2_each_account_is_judged_by_what_it_did_and_agreed_to(house: House) -> None:
    (loyal,) = await listeners(house, "loyal", 1)
    (silent,) = await listeners(house, "silent", 1)
    await says(house, [silent], State.WITHDRAWN, [(Purpose.EVERY, Channel.EVERY)])
    await judged(house)
    manager = await house.desk.front("manager")
    one = (await manager.data(ONE, id=loyal))["accountSegment"]
    other = (await manager.data(ONE, id=silent))["accountSegment"]
    await judged(house, windowDays=1)
    later = (await manager.data(ONE, id=loyal))["accountSegment"]
    early = await does(house, JUDGE, brandId=house.world.brand_id, until=house.day(0))

    assert one["results"] == [{"segment": "loyal", "channel": "journey", "offer": "next_title"}]
    assert (one["facts"]["listens"], one["facts"]["products_owned"]) == (20, 1)
    assert one["missCount"] > 0
    assert other["matchedRules"] == ["no_consent"]
    assert later["matchedRules"] == ["lapsed"]
    assert [found["code"] for found in early["errors"]] == ["day_not_over"]


async def test_d2_a_segment_of_too_few_is_withheld_and_so_is_the_difference(house: House) -> None:
    await listeners(house, "german", 21)
    await listeners(house, "french", 3, region="FR")
    await listeners(house, "begun", 5, listens=3)
    found = await judged(house)
    german = await cuts(house, segments=["loyal"], regions=["DE"])
    begun = await cuts(house, segments=["loyal", "newcomer"])
    again = await cuts(house, segments=["loyal"])
    refused = await does(house, PROPOSE, cutId=found["newcomer"]["id"], **WISH)
    shown = await (await house.desk.front("auditor")).data(AUDIENCE, id=house.world.brand_id)

    assert (found["loyal"]["size"], found["loyal"]["withheld"]) == (24, None)
    assert (found["newcomer"]["size"], found["newcomer"]["withheld"]) == (None, "TOO_FEW")
    assert (german["size"], german["withheld"]) == (None, "DIFFERENCE")
    assert german["why"].startswith("Together with what was counted before")
    assert (begun["size"], begun["withheld"]) == (None, "DIFFERENCE")
    assert again == found["loyal"]
    assert [one["code"] for one in refused["errors"]] == ["withheld"]
    assert shown["audience"]["least"] == 20
    assert len(shown["audience"]["cuts"]) == 4


async def test_d2_targeting_goes_back_as_a_proposal_that_people_approve(house: House) -> None:
    members = await listeners(house, "loyal", 22)
    found = await judged(house)
    await says(house, members[:1], State.WITHDRAWN, [(Purpose.EVERY, Channel.EVERY)])
    lists = {"reachedBy": "SMS"}
    few = await does(house, PROPOSE, cutId=found["loyal"]["id"], **(WISH | lists))
    done = await does(house, PROPOSE, cutId=found["loyal"]["id"], **WISH)
    assert done["errors"] == [], done
    request = done["request"]
    await house.desk.work()
    # Small lists take two of privacy.
    for who, stage in (("privacy_two", "privacy"), *YESES["targeting"][0]):
        await house.desk.says(who, request, stage)
    await house.desk.work(seconds=31)
    handed = (await (await house.desk.front("manager")).data(BRIEF, id=request["id"]))["request"]
    await judged(house)
    stale = await does(house, PROPOSE, cutId=found["loyal"]["id"], **WISH)

    assert [one["code"] for one in few["errors"]] == ["too_few_agree"]
    assert (request["kind"], request["state"]) == ("targeting", "IN_REVIEW")
    assert handed["activation"]["outcome"] == "ACTIVATE"
    assert handed["state"] == "PUBLISHED"
    assert handed["brief"]["accountIds"] == sorted(members[1:])
    assert (handed["brief"]["audienceSize"], handed["brief"]["youngestAge"]) == (21, 18)
    assert handed["brief"]["segment"].startswith("Segments loyal: by listens, skips")
    assert handed["handOver"]["instructions"][0].startswith("Write down the targets")
    assert len(handed["listedAccounts"]) == 21
    assert [one["code"] for one in stale["errors"]] == ["judged_anew"]
    assert await audit.verify(house.world.hub.secrets) == []


async def test_d2_who_is_left_out_of_the_segment_later_has_to_come_off_its_list(
    house: House,
) -> None:
    members = await listeners(house, "loyal", 21)
    found = await judged(house)
    done = await does(house, PROPOSE, cutId=found["loyal"]["id"], **WISH)
    request = done["request"]
    await house.desk.work()
    for who, stage in (("privacy_two", "privacy"), *YESES["targeting"][0]):
        await house.desk.says(who, request, stage)
    await house.desk.work(seconds=31)
    manager = await house.desk.front("manager")
    await judged(house)
    await house.desk.work()
    before = (await manager.data(BRIEF, id=request["id"]))["request"]["listedAccounts"]
    day = house.day(-3)
    heard = f"loyal-000,{day},listen,Beans and Beats,1"
    await brings(house, ENGAGEMENT, "account,day,signal,subject,times", heard)
    await judged(house)
    await house.desk.work()
    after = (await manager.data(BRIEF, id=request["id"]))["request"]["listedAccounts"]

    assert [one["removalAskedAt"] for one in before] == [None] * 21
    asked = [one["accountId"] for one in after if one["removalAskedAt"]]
    assert asked == [members[0]]


async def test_d2_who_is_forgotten_is_in_no_segment_any_more(house: House) -> None:
    members = await listeners(house, "loyal", 21)
    before = (await judged(house))["loyal"]
    gone = members[4]
    done = await does(house, FORGET, "admin", subjectKind="ACCOUNT", subjectId=gone)
    manager = await house.desk.front("manager")
    one = (await manager.data(ONE, id=gone))["accountSegment"]
    day = house.world.hub.clock.now().date()
    left = await records.totals(members, day - timedelta(days=9), day)
    known = await records.profiles(members)
    shown = (await manager.data(AUDIENCE, id=house.world.brand_id))["audience"]["cuts"]

    assert done["errors"] == []
    assert one is None
    assert {key[0] for key in left} == set(members) - {gone} == set(known)
    # A count that was told stays: a new one would tell of whom was forgotten.
    assert [cut["size"] for cut in shown] == [before["size"]] == [21]


async def test_d2_where_the_executor_is_away_people_look(house: House) -> None:
    (account_id,) = await listeners(house, "loyal", 1)
    await house.desk.gives_away("audience_segment")
    found = await judged(house)
    manager = await house.desk.front("manager")
    one = (await manager.data(ONE, id=account_id))["accountSegment"]

    assert set(found) == {"review"}
    assert one["outcome"] == "REVIEW"
