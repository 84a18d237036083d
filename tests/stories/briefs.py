"""What may be asked for of each kind that is made of parts, and who says yes to it, in order."""

from typing import Any

from tests.stories.clearing import narrated
from tests.stories.house import House

#: Who approves which stage, one after another, and who acknowledges.
YESES: dict[str, tuple[tuple[tuple[str, str], ...], str]] = {
    "episode_release": (
        (("editor", "script"), ("legal_one", "legal"), ("brand_one", "brand")),
        "publisher",
    ),
    "music_licence": (
        (("buyer", "procurement"), ("legal_one", "legal"), ("operator", "operations")),
        "operator",
    ),
    "playlist": (
        (("brand_one", "brand"), ("rights_one", "rights"), ("operator", "operations")),
        "operator",
    ),
    "takedown": ((("rights_one", "rights"),), "publisher"),
    "compensation": (
        (("care_one", "customer_service"), ("care_two", "customer_service")),
        "care_one",
    ),
    "commercial_audio": ((("rights_one", "rights"), ("operator", "operations")), "operator"),
    "promotion": ((("marketer", "marketing"), ("brand_one", "brand")), "marketer"),
    "repurpose": ((("marketer", "marketing"), ("rights_one", "rights")), "marketer"),
    "revision": (
        (("marketer", "marketing"), ("legal_one", "legal"), ("brand_one", "brand")),
        "marketer",
    ),
    "retirement": ((("marketer", "marketing"), ("finance_one", "finance")), "publisher"),
    "targeting": ((("privacy_one", "privacy"), ("marketer", "marketing")), "marketer"),
}


async def brief_of(house: House, kind: str) -> dict[str, Any]:
    """Return what is asked for; what follows from an earlier request has one that is out."""
    made = {"episode_release": house.release, "music_licence": house.licence}
    if kind in made:
        return await made[kind]()
    plain = {"name": f"A {kind.replace('_', ' ')}", "brandId": house.world.brand_id}
    more = await _PARTS[kind](house)
    return {**plain, "markets": ["DE"], **more}


async def out(house: House) -> str:
    """Return the id of a request that was handed over."""
    request = (await house.asks("episode_release", await house.release()))["request"]
    for who, stage in YESES["episode_release"][0]:
        await house.desk.says(who, request, stage)
    await house.desk.work(seconds=31)
    found: str = request["id"]
    return found


async def _playlist(house: House) -> dict[str, Any]:
    await house.licensed()
    track = {"title": "Hills", "artist": "Sample Band", "isrc": "DEABC2600001", "explicit": False}
    return {
        "purpose": "Mornings in the shop.",
        "siteIds": [await house.site()],
        "tracks": [track],
        "liveFrom": house.day(20),
        "coverAssetId": house.files["artwork"],
    }


async def _takedown(house: House) -> dict[str, Any]:
    address = "https://open.example.com/episode/1"
    return {"address": address, "reason": "RIGHTS", "details": "The grant ended."}


async def _compensation(house: House) -> dict[str, Any]:
    account = {"pseudonym": "cust-0001", "tier": "STANDARD"}
    return {
        "accountId": await house.created("createAccount", "account", account),
        "amount": {"amount": "500.01", "currency": "EUR"},
        "remedy": "REFUND",
        "severity": "HIGH",
        "reason": "The advertisement promised what the shop did not have.",
    }


async def _commercial_audio(house: House) -> dict[str, Any]:
    await narrated(house)
    return {
        "siteIds": [await house.site()],
        "audioAssetId": house.files["audio"],
        "liveFrom": house.day(5),
        "liveUntil": house.day(50),
        "hasMusic": False,
        "hasNarration": True,
        "narratorRight": "Agreement 12, public performance",
    }


async def _promotion(house: House) -> dict[str, Any]:
    return {"occasion": "INTERVIEW", "about": "The author.", "appearsOn": house.day(9)}


async def _repurpose(house: House) -> dict[str, Any]:
    subject = {"subjectId": await out(house), "evidence": "Heard to the end by 80 %."}
    return {**subject, "channels": ["SOCIAL"], "thirdPartyMaterial": True}


async def _revision(house: House) -> dict[str, Any]:
    subject = {"subjectId": await out(house), "evidence": "Half leave after a minute."}
    return {**subject, "change": "Begin later.", "changesClaims": True, "changesAudio": True}


async def _retirement(house: House) -> dict[str, Any]:
    subject = {"subjectId": await out(house), "evidence": "Nobody listens any more."}
    return {**subject, "ending": "PAUSE", "endsOn": house.day(5), "paidFor": True}


async def _targeting(house: House) -> dict[str, Any]:
    return {
        "means": "JOURNEY",
        "segment": "Who heard three episodes in a month.",
        "audienceSize": 5000,
        "youngestAge": 18,
        "specialCategory": False,
        "targets": "journey=welcome",
    }


_PARTS = {
    "playlist": _playlist,
    "takedown": _takedown,
    "compensation": _compensation,
    "commercial_audio": _commercial_audio,
    "promotion": _promotion,
    "repurpose": _repurpose,
    "revision": _revision,
    "retirement": _retirement,
    "targeting": _targeting,
}
