"""W6: figures come in as a table that somebody has; it is looked at first, and starts work."""

from datetime import timedelta
from typing import Any

from tests.stories.figures import Figures
from tests.stories.house import House
from tests.stories.sponsors import ERRORS, UPLOAD

IMPORT = f"""mutation($input: ImportMetricsInput!) {{
  done: importMetrics(input: $input) {{ asked {{ id state }} {ERRORS} }} }}"""
LOOK = """query($id: ID!) { metricsImport(id: $id) {
  state rows done added setAside problems { line cure } columns { name holds }
  imported { number byName } } }"""
LISTED = """{ metricImportsConnection { edges { node { number door name added } } } }"""


async def brought(house: House, table: str, **said: Any) -> dict[str, Any]:
    """Bring a table of the episode in by the door; return what came of it."""
    front, content = await house.desk.front("manager"), table.encode()
    given = {"brandId": house.world.brand_id, "kind": "DOCUMENT", "name": "plays.csv"}
    made = (await front.data(UPLOAD, i=given | {"size": len(content)}))["done"]
    sent = await front.client.put(made["uploadUrl"], content=content)
    assert sent.status_code == 200, sent.text
    asked = {"assetId": made["asset"]["id"], "source": "other", "subject": house.episode}
    done = (await front.data(IMPORT, input=asked | said))["done"]
    assert done["errors"] == [], done
    await house.desk.work()
    front = await house.desk.front("manager")
    found: dict[str, Any] = (await front.data(LOOK, id=done["asked"]["id"]))["metricsImport"]
    return found


async def test_w6_a_table_that_is_brought_in_by_the_door_opens_the_alert(house: House) -> None:
    figures = Figures(house, house.episode)
    await figures.watched("BELOW", 100)
    today = house.world.hub.clock.now().date()
    days = [f"{today - timedelta(days=ago)},{90 + ago}" for ago in (5, 4, 3, 2)]
    table = "\n".join(["Day,Hörer", *days, f"{today - timedelta(days=6)},many"])
    named = {"columns": [{"name": "Hörer", "holds": "plays"}]}
    tried = await brought(house, table, dryRun=True, **named)
    before = await figures.alerts()
    done = await brought(house, table, **named)
    (alert,) = await figures.alerts()
    front = await house.desk.front("manager")
    (listed,) = (await front.data(LISTED))["metricImportsConnection"]["edges"]

    assert [one["holds"] for one in tried["columns"]] == ["day", "plays"]
    assert (tried["state"], tried["added"], tried["imported"], before) == ("DONE", 4, None, [])
    assert (done["state"], done["rows"], done["done"]) == ("DONE", 4, 4)
    assert (done["setAside"], done["problems"][0]["line"]) == (1, 6)
    assert alert["condition"] == "FIRING"
    assert listed["node"]["number"] == done["imported"]["number"]
    assert (listed["node"]["door"], done["imported"]["byName"]) == ("API", "Manager")
