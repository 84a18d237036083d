"""Rights of the audio that stories play in shops."""

from typing import Any

from tests.stories.house import House

_ERRORS = "errors { __typename ... on UserError { code message } }"
_DECLARE = f"""mutation($input: DeclareRightsNeedsInput!) {{
  done: declareRightsNeeds(input: $input) {{ {_ERRORS} }} }}"""
_ADD = """mutation($input: AddRights%sInput!) {
  done: addRights%s(input: $input) { grant { id } %s } }"""
WINDOW = {"startsAt": "2026-11-01T00:00:00Z", "endsAt": "2027-11-01T00:00:00Z"}


async def declared(house: House, *layers: str) -> None:
    """Say which layers the audio contains."""
    needs = [{"layer": layer} for layer in layers]
    await _done(house, _DECLARE, needs=needs)


async def said(house: House, what: str, use: str, layer: str = "NARRATOR", **more: Any) -> None:
    """Enter a signed `Grant` or `Prohibition` of a layer of the audio, for the world."""
    given = {"layer": layer, "window": WINDOW, "source": {"grantor": "Her"}} | more
    scope = {"uses": [use], "include": ["WORLD"]}
    await _done(house, _ADD % (what, what, _ERRORS), scope=scope, **given)


async def narrated(house: House) -> None:
    """Have the narrator allow the audio to be played in shops; nothing else is in it."""
    await declared(house, "NARRATOR")
    await said(house, "Grant", "PUBLIC_PERFORMANCE")


async def _done(house: House, query: str, **given: Any) -> None:
    subject = {"kind": "ASSET", "subjectId": house.files["audio"]}
    manager = await house.desk.front("manager")
    done = (await manager.data(query, input=subject | given))["done"]
    assert done["errors"] == [], done
