"""C2: rights of an ad that end take its campaign down at Spotify by policy, and only there."""

from typing import Any

from domain.audit import service as audit
from tests.api.door import brief
from tests.stories.house import House
from tests.stories.sponsors import ERRORS
from tests.stories.test_c2_clearance import BAN, DECLARE, GRANT, WINDOW, acts
from tests.stories.test_w2_campaign import approved

POLICY = f"""mutation($input: SetEnforcementPolicyInput!) {{
  done: setEnforcementPolicy(input: $input) {{ {ERRORS} }} }}"""
LIVE = """query($id: ID!) { exposures(kind: ASSET, id: $id) { include liveTo takedownId } }"""
PROOF = """query($id: ID!) { request(id: $id) { state handOver { state receipt }
  removals { target how places evidence goneAt } } }"""


async def running(house: House) -> str:
    """Have a campaign live whose audio is cleared everywhere; return the id of that."""
    asset = brief(house.world)["audioAssetId"]
    subject = {"kind": "ASSET", "subjectId": asset}
    await acts(house, DECLARE, **subject, needs=[{"layer": "NARRATOR"}])
    given = subject | {"layer": "NARRATOR", "window": WINDOW, "source": {"grantor": "Her"}}
    await acts(house, GRANT, **given, scope={"uses": ["EVERY"], "include": ["WORLD"]})
    await approved(house.desk)
    await house.desk.work(seconds=31)
    (campaign,) = house.desk.account.live["campaigns"]
    house.desk.account.moderate(campaign, approve=True)
    await house.desk.work(seconds=40)
    return str(asset)


async def stands(house: House, asset: str) -> list[dict[str, Any]]:
    found = await (await house.desk.front("manager")).data(LIVE, id=asset)
    listed: list[dict[str, Any]] = found["exposures"]
    return listed


async def test_c2_rights_of_an_ad_that_end_switch_its_campaign_off_there(house: House) -> None:
    policy = {"mode": "AUTOMATIC", "brandId": house.world.brand_id, "layer": "NARRATOR"}
    await acts(house, POLICY, **policy)
    asset = await running(house)
    (before,) = await stands(house, asset)
    given = {"kind": "ASSET", "subjectId": asset, "layer": "NARRATOR", "window": WINDOW}
    scope = {"uses": ["EVERY"], "include": ["DE"]}
    await acts(house, BAN, **given, source={"grantor": "Her"}, scope=scope)
    await house.desk.work()
    await house.desk.work(seconds=31)
    ended, left = sorted(await stands(house, asset), key=lambda one: one["liveTo"] is None)
    front = await house.desk.front("manager")
    found = (await front.data(PROOF, id=ended["takedownId"]))["request"]
    (gone,) = found["removals"]
    sets = house.desk.account.live["ad_sets"].values()

    assert (before["include"], before["liveTo"]) == (["AT", "DE"], None)
    assert (left["include"], left["liveTo"]) == (["AT"], None)
    assert {
        one["targets"]["geo_targets"]["country_code"]: one.get("delivery", "ON") for one in sets
    } == {"AT": "ON", "DE": "OFF"}
    assert (found["state"], found["handOver"]["state"]) == ("LIVE", "ACKNOWLEDGED")
    assert (gone["target"], gone["how"], gone["places"]) == ("spotify-ads", "PLACES", ["DE"])
    assert await audit.verify(house.world.hub.secrets) == []
