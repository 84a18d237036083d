"""C6: a promotion pack out of what is known and approved; the rest is left out and named."""

import io
from datetime import timedelta
from typing import Any

from bot.ids import ActionId
from connectors.onix.reader import Message
from domain.audit import service as audit
from domain.catalog.works.importing import Import
from domain.catalog.works.model import Origin
from domain.database import sql
from tests.bot.reading import lines
from tests.connectors.onix.messages import message, record
from tests.stories.house import House
from tests.stories.sponsors import ERRORS
from tests.world import ROOT

BIO = "Ada Reader reads aloud, and has done so for years."
READER = (
    "<Contributor><ContributorRole>E07</ContributorRole><PersonName>Ada Reader</PersonName>"
    f"<BiographicalNote>{BIO}</BiographicalNote></Contributor>"
)
LONG = "A train, a night, and nobody who sleeps."
TEXTS = (
    "<CollateralDetail><TextContent><TextType>03</TextType><ContentAudience>00</ContentAudience>"
    f"<Text>{LONG}</Text></TextContent><TextContent><TextType>02</TextType>"
    "<ContentAudience>02</ContentAudience><Text>For the trade.</Text></TextContent>"
    "</CollateralDetail><PublishingDetail>"
)
COMES_OUT = (
    "<PublishingDate><PublishingDateRole>01</PublishingDateRole>"
    "<Date dateformat='00'>20270101</Date></PublishingDate>"
)
SEARCH = """query($text: String!) { search(text: $text) { edges { kind node { id } } } }"""
ADD = f"""mutation($input: AddContributorMaterialInput!) {{
  done: addContributorMaterial(input: $input) {{
    material {{ id standing source text }} {ERRORS} }} }}"""
APPROVE = f"""mutation($input: ApproveContributorMaterialInput!) {{
  done: approveContributorMaterial(input: $input) {{ material {{ id standing }} {ERRORS} }} }}"""
WITHDRAW = f"""mutation($input: WithdrawContributorMaterialInput!) {{
  done: withdrawContributorMaterial(input: $input) {{ material {{ id standing }} {ERRORS} }} }}"""
RECORD = f"""mutation($input: RecordConsentInput!) {{
  done: recordConsent(input: $input) {{ consents {{ subjectId }} {ERRORS} }} }}"""
TAKE_BACK = f"""mutation($input: WithdrawConsentInput!) {{
  done: withdrawConsent(input: $input) {{
    consents {{ effective {{ purpose state }} }} {ERRORS} }} }}"""
FORGET = f"""mutation($input: ForgetConsentSubjectInput!) {{
  done: forgetConsentSubject(input: $input) {{
    consents {{ entries {{ name state }} }} {ERRORS} }} }}"""
PACK = """{ parts { kind aboutName text material { credit altText } }
  leftOut { kind aboutName reason } days { kind day } }"""
HANDED = f"""query($id: ID!) {{ request(id: $id) {{ handOver {{
  materials {{ deliverable sha256 downloadUrl }} pack {PACK} }} }} }}"""
AHEAD = f"query($id: ID!) {{ promotionPack(requestId: $id) {PACK} }}"
YESES = (("marketer", "marketing"), ("brand_one", "brand"))


async def acts(house: House, query: str, who: str = "manager", **given: Any) -> Any:
    done = (await (await house.desk.front(who)).data(query, input=given))["done"]
    assert done["errors"] == [], done
    return done


class Cast:
    """A title and its reader, with a bio of the title's record and a headshot, both approved."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.title = self.reader = self.bio = self.headshot = ""

    async def open(self, **headshot: Any) -> "Cast":
        house = self.house
        told = record(1, more=READER, publishing=COMES_OUT)
        whole = message(told.replace("<PublishingDetail>", TEXTS)).encode()
        read = Message(io.BytesIO(whole))
        origin = Origin(read.sender, read.sent_at, "house.xml", "f" * 64)
        await Import(house.world.hub, ROOT, origin).take(list(read))
        self.title, self.reader = await self.found("TITLE"), await self.found("CONTRIBUTOR")
        self.bio = await self.added(kind="BIO", titleId=self.title)
        picture = {"assetId": house.files["artwork"], "altText": "Ada at a desk"}
        credit = {"credit": "Photo: Ben Sample", "copyrightHolder": "Ben Sample"}
        self.headshot = await self.added(kind="HEADSHOT", **(picture | credit | headshot))
        for one in (self.bio, self.headshot):
            await self.approved(one)
        return self

    async def found(self, kind: str) -> str:
        text = "night train" if kind == "TITLE" else "READER, Ada"
        data = await (await self.house.desk.front("requester")).data(SEARCH, text=text)
        (one,) = [edge for edge in data["search"]["edges"] if edge["kind"] == kind]
        ref: str = one["node"]["id"]
        return ref

    async def added(self, **given: Any) -> str:
        done = await acts(self.house, ADD, contributorId=self.reader, **given)
        made: str = done["material"]["id"]
        return made

    async def approved(self, material: str, until: str | None = None) -> None:
        since = {"by": "REPRESENTATIVE", "document": "Letter 4", "since": self.house.day(0)}
        await acts(self.house, APPROVE, materialId=material, until=until, **since)

    async def promotes(self, **changes: Any) -> dict[str, Any]:
        brief = {
            "name": "An evening with Ada",
            "brandId": self.house.world.brand_id,
            "markets": ["DE"],
            "occasion": "INTERVIEW",
            "about": "The reader of Night Train.",
            "appearsOn": self.house.day(9),
            "contributorIds": [self.reader],
            "titleIds": [self.title],
        }
        done = await self.house.asks("promotion", brief | changes)
        assert done["errors"] == [], done
        request: dict[str, Any] = done["request"]
        return request

    async def handed(self, request: dict[str, Any]) -> dict[str, Any]:
        """Have everybody say yes; return what marketing is handed."""
        for who, stage in YESES:
            await self.house.desk.says(who, request, stage)
        await self.house.desk.work(seconds=31)
        return await self.pack(request)

    async def pack(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return what marketing was handed, as it stands now."""
        front = await self.house.desk.front("marketer")
        return dict((await front.data(HANDED, id=request["id"]))["request"]["handOver"])


def left_out(pack: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one["kind"], one["aboutName"], one["reason"]) for one in pack["leftOut"]]


TRADE_ONLY = ("DESCRIPTION", "Night Train", "RESTRICTED")


async def test_c6_what_is_approved_is_put_together_without_rekeying(house: House) -> None:
    cast = await Cast(house).open()
    front = await house.desk.front("requester")
    campaign = (await front.submit(house.world))["request"]["id"]
    request = await cast.promotes(campaignId=campaign)
    handed = await cast.handed(request)
    pack, (headshot,) = handed["pack"], handed["materials"]
    fetched = await house.desk.browser().get(headshot["downloadUrl"])
    done = await house.acknowledges("marketer", request, "Sent to the show.")
    events = await sql.fetch("SELECT details FROM audit_events")

    assert [(one["kind"], one["aboutName"], one["text"]) for one in pack["parts"]] == [
        ("BIO", "Ada Reader", BIO),
        ("HEADSHOT", "Ada Reader", None),
        ("DESCRIPTION", "Night Train", LONG),
    ]
    assert pack["parts"][1]["material"] == {
        "credit": "Photo: Ben Sample",
        "altText": "Ada at a desk",
    }
    assert left_out(pack) == [TRADE_ONLY]
    starts, ends = (house.world.hub.clock.now() + timedelta(days=at) for at in (7, 21))
    assert {one["kind"]: one["day"] for one in pack["days"]} == {
        "CAMPAIGN_STARTS": str(starts.date()),
        "APPEARANCE": house.day(9),
        "CAMPAIGN_ENDS": str(ends.date()),
        "PUBLICATION": "2027-01-01",
    }
    assert (headshot["deliverable"], fetched.status_code) == ("Headshot 1", 200)
    assert (done["errors"], done["request"]["state"]) == ([], "LIVE")
    assert not any(BIO in str(row["details"]) or LONG in str(row["details"]) for row in events)
    assert await audit.verify(house.world.hub.secrets) == []


async def test_c6_an_expired_headshot_is_left_out_and_named(house: House) -> None:
    cast = await Cast(house).open()
    await cast.approved(cast.headshot, until=house.day(3))
    request = await cast.promotes()
    front = await house.desk.front("manager")
    ahead = (await front.data(AHEAD, id=request["id"]))["promotionPack"]
    house.desk.clock.advance(timedelta(days=4))
    handed = await cast.handed(request)

    assert left_out(ahead) == [("HEADSHOT", "Ada Reader", "ENDS_BEFORE"), TRADE_ONLY]
    assert left_out(handed["pack"]) == [("HEADSHOT", "Ada Reader", "EXPIRED"), TRADE_ONLY]
    assert handed["materials"] == []
    assert [one["kind"] for one in handed["pack"]["parts"]] == ["BIO", "DESCRIPTION"]


async def test_c6_what_is_withdrawn_after_the_approval_is_left_out_at_the_hand_over(
    house: House,
) -> None:
    cast = await Cast(house).open()
    request = await cast.promotes()
    for who, stage in YESES:
        await house.desk.says(who, request, stage)
    await acts(house, WITHDRAW, materialId=cast.bio)
    await house.desk.work(seconds=31)
    handed = await cast.pack(request)
    await acts(house, WITHDRAW, materialId=cast.headshot)
    refused = await house.desk.browser().get(handed["materials"][0]["downloadUrl"])

    assert left_out(handed["pack"]) == [("BIO", "Ada Reader", "WITHDRAWN"), TRADE_ONLY]
    assert [one["kind"] for one in handed["pack"]["parts"]] == ["HEADSHOT", "DESCRIPTION"]
    assert refused.status_code == 409
    assert "may not be used any more" in refused.text


async def test_c6_a_headshot_without_its_credit_is_left_out_and_named(house: House) -> None:
    cast = await Cast(house).open(credit="")
    handed = await cast.handed(await cast.promotes(titleIds=[]))

    assert left_out(handed["pack"]) == [("HEADSHOT", "Ada Reader", "WITHOUT_CREDIT")]


async def test_c6_who_takes_their_consent_back_is_left_out_and_may_be_forgotten(
    house: House,
) -> None:
    cast = await Cast(house).open()
    whose = {"subjectKind": "CONTRIBUTOR", "subjectId": cast.reader}
    said = {"saidAt": house.world.hub.clock.now().isoformat(), "source": "PAPER"}
    agreed = {"purpose": "APPEARANCE", "textVersion": "release-2", "proof": "Signed", "name": "Ada"}
    await acts(house, RECORD, **whose, **said, **agreed)
    request = await cast.promotes(titleIds=[])
    house.desk.clock.advance(timedelta(minutes=1))
    said["saidAt"] = house.world.hub.clock.now().isoformat()
    back = await acts(house, TAKE_BACK, **whose, **said)
    handed = await cast.handed(request)
    gone = await acts(house, FORGET, **whose)
    after = await cast.pack(request)

    assert {"purpose": "EVERY", "state": "WITHDRAWN"} in back["consents"]["effective"]
    assert {reason for _, _, reason in left_out(handed["pack"])} == {"NO_CONSENT"}
    assert {one["name"] for one in gone["consents"]["entries"]} == {"(forgotten)"}
    assert after["pack"]["parts"] == handed["pack"]["parts"] == []
    assert await audit.verify(house.world.hub.secrets) == []


async def test_c6_an_agency_puts_no_titles_or_contributors_together(house: House) -> None:
    cast = await Cast(house).open()
    brief = {
        "name": "An evening with Ada",
        "brandId": house.world.brand_id,
        "markets": ["DE"],
        "occasion": "INTERVIEW",
        "about": "The reader.",
        "appearsOn": house.day(9),
        "contributorIds": [cast.reader],
        "titleIds": [cast.title],
    }
    done = await house.asks("promotion", brief, who="agent")
    agent = await house.desk.front("agent")
    seen = await agent.data("query($id: ID!) { contributor(id: $id) { id } }", id=cast.reader)
    found = await agent.data(SEARCH, text="night")

    assert [one["code"] for one in done["errors"]] == ["no_such_contributor", "no_such_title"]
    assert (seen["contributor"], found["search"]["edges"]) == (None, [])


async def test_c6_cards_in_chat_name_what_is_left_out(house: House) -> None:
    cast = await Cast(house).open()
    await cast.approved(cast.headshot, until=house.day(3))
    async with house.desk.chat() as chat:
        await cast.promotes()
        await house.desk.work()
        asked = lines(chat.shown("CMARKETING")[0].blocks)
        for who, place in (("marketer", "CMARKETING"), ("brand_one", "CBRAND")):
            await chat.click(who, place, ActionId.APPROVE)
            await house.desk.work()
        await acts(house, WITHDRAW, materialId=cast.bio)
        await house.desk.work(seconds=31)
        handed = lines(chat.shown("CMARKETING")[-1].blocks)

    late = "• Headshot, Ada Reader: its approval or time ends before that day"
    assert "• Bio, Ada Reader" in asked
    assert late in asked
    assert late in handed
    assert "• Bio, Ada Reader: it was withdrawn" in handed
    assert "• Description, Night Train: it is not meant for everybody" in handed
    assert "Left out of the pack" in handed
