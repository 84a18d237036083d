"""The button of an ad is in the language that was approved for its market."""

from typing import Any

from domain.requests.kinds.button import ButtonLanguage
from tests.api.door import brief
from tests.connectors.spotify.judge import ADS
from tests.stories.desk import OneProcess

ASKED = """query($id: ID!) { request(id: $id) { campaign {
  buttonLanguages { market language } } } }"""
SUBMIT = "mutation($i: SubmitCampaignInput!) { submitCampaign(input: $i) { request { id } } }"


def buttons(desk: OneProcess) -> list[str]:
    return sorted(ad["call_to_action"]["language"] for ad in desk.account.drafts["ads"].values())


@ADS.needed
def test_the_languages_are_those_of_spotifys_document() -> None:
    schemas = ADS.told["components"]["schemas"]

    for name in ("AdLanguage", "DraftAdLanguage"):
        if name in schemas:
            assert {one.name for one in ButtonLanguage} == set(schemas[name]["enum"])


async def test_a_market_has_its_own_language_and_a_brief_may_say_another(
    desk: OneProcess,
) -> None:
    front = await desk.front("requester")
    french = [{"market": "AT", "language": "FRENCH"}]
    done: dict[str, Any] = await front.submit(desk.world, buttonLanguages=french)
    await desk.work()
    asked = await front.data(ASKED, id=done["request"]["id"])

    assert buttons(desk) == ["FRENCH", "GERMAN"]
    assert asked["request"]["campaign"]["buttonLanguages"] == [
        {"market": "AT", "language": "FRENCH"},
        {"market": "DE", "language": "GERMAN"},
    ]


async def test_a_language_spotify_has_not_and_a_market_nobody_asked_for_are_refused(
    desk: OneProcess,
) -> None:
    front = await desk.front("requester")
    latin = brief(desk.world, buttonLanguages=[{"market": "DE", "language": "LATIN"}])
    refused = await front.send(SUBMIT, i={"brief": latin})
    done = await front.submit(desk.world, buttonLanguages=[{"market": "FR", "language": "FRENCH"}])

    assert "'LATIN'" in refused["errors"][0]["message"]
    assert [(one["code"], one["path"][-3:]) for one in done["errors"]] == [
        ("button_elsewhere", ["buttonLanguages", "0", "market"])
    ]
