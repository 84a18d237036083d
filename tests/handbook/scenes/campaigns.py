"""Campaigns and sponsorships: a campaign for the brand, a sponsor for lawyers, a letter."""

from typing import Any

from app.demo.sample import channel_id
from tests.handbook.stage import Stage

PROPOSE = """mutation($input: ProposeAudienceInput!) { done: proposeAudience(input: $input) {
  request { id } errors { ... on UserError { code message } } } }"""
CUTS = """query($id: ID!) { audience(brandId: $id) { cuts { id segments size } } }"""
CONSENT = """mutation($input: RecordConsentInput!) { done: recordConsent(input: $input) {
  errors { ... on UserError { code message } } } }"""
ACCOUNTS = "{ accounts { id pseudonym } }"

#: How many listeners there are: more than the least that is counted.
LISTENERS = 24

#: What a journey may be asked for of those who are loyal.
WISH: dict[str, Any] = {
    "name": "A letter to those who stay",
    "markets": ["DE"],
    "means": "JOURNEY",
    "targets": "journey=letter",
    "specialCategory": False,
    "reachedBy": "EMAIL",
}


async def played(stage: Stage) -> None:
    desk = stage.desk
    await desk.runs("SubmitCampaign")
    await desk.shown("brand", channel_id("brand"), "Currency")
    await stage.card("w2", "brand", "brand", "Spring launch")
    await desk.runs("AskForSponsorship")
    await stage.card("w4", "legal", "legal", "Tea beside Beans and Beats")
    await desk.clicks("legal", channel_id("legal"), "Tea beside Beans and Beats", "Details")
    await stage.form("d1", "legal", "Tea")
    await desk.acts("legal", "close")
    await _grouped(stage)
    await stage.card("d2", "rights", "privacy", WISH["name"])


async def _grouped(stage: Stage) -> None:
    """Bring listeners in who agreed to letters, judge them, and propose one for the loyal."""
    desk = stage.desk
    names = [f"listener-{at:02}" for at in range(LISTENERS)]
    rows = "\n".join(f"{one},standard,DE,1" for one in names)
    await desk.runs("BringAccounts", table=f"account,tier,region,products\n{rows}\n")
    known = (await desk.asks("manager", ACCOUNTS))["accounts"]
    heard = {"account": "", "day": "{day-1}", "subject": "Beans and Beats"}
    signals = [{"signal": "LISTEN", "times": 20}, {"signal": "FOLLOW", "times": 1}]
    told = [{**heard, "account": one, **signal} for one in names for signal in signals]
    await desk.runs("Heard", entries=told)
    for one in known:
        if one["pseudonym"] in names:
            await _agreed(stage, one["id"])
    brand = await desk.brand()
    await desk.runs("Judge")
    cuts = (await desk.asks("manager", CUTS, id=brand))["audience"]["cuts"]
    (loyal,) = [one for one in cuts if one["segments"] == ["loyal"]]
    await desk.asks("manager", PROPOSE, input={"cutId": loyal["id"], **WISH})


async def _agreed(stage: Stage, account: str) -> None:
    """Keep that an account may be sorted, and written to."""
    said: dict[str, Any] = {"subjectId": account}
    await stage.desk.runs("AgreedTo", **said)
    await stage.desk.runs("AgreedTo", **said, purpose="PROFILING", channel="EVERY")
