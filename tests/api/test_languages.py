"""The language of a workspace's cards through the door."""

from domain.people import languages, workspaces
from domain.people.languages import Reader
from domain.people.workspaces import Workspace
from tests.api.door import door
from tests.api.test_people import WHY, codes, does
from tests.world import World

LOCALE = f"""mutation($i: SetWorkspaceLocaleInput!) {{
  done: setWorkspaceLocale(input: $i) {{ locale {WHY} }} }}"""


async def test_admins_choose_the_language_of_a_workspaces_cards(world: World) -> None:
    await workspaces.install(world.hub, Workspace("T0001", "Tests", "xoxb-1", "B1", "U1"))
    front = await door(world, "admin")
    done = await does(front, LOCALE, workspaceId="T0001", locale="de-AT", idempotencyKey="k")
    again = await does(front, LOCALE, workspaceId="T0001", locale="de-AT", idempotencyKey="k")
    nowhere = await does(front, LOCALE, workspaceId="T0404", locale="de")
    wrong = await does(front, LOCALE, workspaceId="T0001", locale="German")
    barred = await does(await door(world, "manager"), LOCALE, workspaceId="T0001", locale="en")

    assert done == again == {"locale": "de-AT", "errors": []}
    assert codes(nowhere) == ["no_such_workspace"]
    assert nowhere["errors"][0]["path"][-1] == "workspaceId"
    assert codes(wrong) == ["bad_locale"]
    assert codes(barred) == ["not_allowed"]
    assert await languages.of_workspace("T0001") == Reader("de-AT")
