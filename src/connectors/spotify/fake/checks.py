"""What Spotify refuses: fields when they are sent, whole hierarchies when they are validated.

Sources: the Ads API document of August 2026, and what its descriptions and Spotify's own tools
say beyond the document (placements, companion images, length of audio).
"""

import re
from datetime import datetime
from typing import Any

from connectors.spotify.fake.state import Account, Thing

#: The longest audio of an ad, in milliseconds.
AUDIO_MS_MAX = 31_000

_WORDS: dict[type, str] = {str: "a text", dict: "an object", list: "a list"}
_TYPES: dict[str, type] = {
    **dict.fromkeys(("name", "objective", "purchase_order", "campaign_id", "ad_set_id"), str),
    **dict.fromkeys(("asset_format", "bid_strategy", "pacing", "tagline", "advertiser_name"), str),
    **dict.fromkeys(("start_time", "end_time"), str),
    **dict.fromkeys(("budget", "targets", "assets", "call_to_action"), dict),
}
_TIMES = ("start_time", "end_time")
_TARGETS: dict[str, type] = {"geo_targets": dict, "placements": list}

_PLAIN = re.compile(r"\S.*\S", re.DOTALL)
_LENGTHS = {
    "name": (2, 200),
    "purchase_order": (2, 45),
    "tagline": (2, 40),
    "advertiser_name": (2, 25),
}
_ENUMS: dict[str, frozenset[str]] = {
    "objective": frozenset(
        "UNSET REACH EVEN_IMPRESSION_DELIVERY CLICKS VIDEO_VIEWS PODCAST_STREAMS".split()  # noqa: SIM905
    ),
    "asset_format": frozenset({"AUDIO", "VIDEO", "IMAGE", "CATALOG"}),
    "bid_strategy": frozenset({"COST_PER_RESULT", "MAX_BID", "AUTOBID", "UNSET"}),
    "pacing": frozenset({"PACING_EVEN", "PACING_ASAP"}),
}


def refused_fields(body: Thing) -> list[str]:
    """Return what is wrong with the fields of a draft as they are sent."""
    problems = _mistyped(body)
    if problems:
        return problems
    for name, (least, most) in _LENGTHS.items():
        value = body.get(name)
        if value is not None and not (
            isinstance(value, str) and least <= len(value) <= most and _PLAIN.fullmatch(value)
        ):
            problems.append(f"{name} must have {least} to {most} characters")
    for name, allowed in _ENUMS.items():
        if name in body and body[name] not in allowed:
            problems.append(f"{name} is not one of {', '.join(sorted(allowed))}")
    budget = body.get("budget")
    if budget is not None and not (
        isinstance(budget.get("micro_amount"), int) and budget["micro_amount"] > 0
    ):
        problems.append("budget.micro_amount must be a positive integer")
    return problems


def refused_changes(live: Thing, body: Thing) -> list[str]:
    """Return what is wrong with a change of a live campaign."""
    foreign = sorted(body.keys() - {"name", "purchase_order", "status"})
    if not body or foreign:
        return ["name, purchase_order or status is needed, and nothing else"]
    if body.get("status", "PAUSED") not in {"ACTIVE", "PAUSED", "ARCHIVED"}:
        return ["status is not one of ACTIVE, ARCHIVED, PAUSED"]
    if live.get("status") == "ARCHIVED":
        return ["what is archived stays so"]
    return refused_fields(body)


def refused_switch(live: Thing, body: Thing) -> list[str]:
    """Return what is wrong with switching a live ad set on or off, all the hub does to one."""
    if body.keys() != {"delivery"}:
        return ["delivery must be the only field"]
    if body["delivery"] not in {"ON", "OFF"}:
        return ["delivery is not one of OFF, ON"]
    return ["what is archived stays so"] if live.get("status") == "ARCHIVED" else []


def _mistyped(body: Thing) -> list[str]:
    """Return which fields have another type than the document gives them."""
    problems = [
        f"{name} must be {_WORDS[kind]}"
        for name, kind in _TYPES.items()
        if body.get(name) is not None and not isinstance(body[name], kind)
    ]
    problems += [
        f"{name} must be an instant"
        for name in ("start_time", "end_time")
        if isinstance(body.get(name), str) and not _instant(body[name])
    ]
    targets = body.get("targets")
    if isinstance(targets, dict):
        for name, kind in _TARGETS.items():
            if targets.get(name) is not None and not isinstance(targets[name], kind):
                problems.append(f"targets.{name} must be {_WORDS[kind]}")
    return problems


def _instant(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def invalid(account: Account, campaign_id: str, now: datetime) -> list[dict[str, Any]]:
    """Return why a draft hierarchy cannot be published, as Spotify lists it."""
    found: list[dict[str, Any]] = []

    def say(level: str, thing: Thing, message: str) -> None:
        kind = {"campaigns": "CAMPAIGN", "ad_sets": "AD_SET", "ads": "AD"}[level]
        found.append(
            {
                "validation_entity_type": kind,
                "validation_entity_id": thing["id"],
                "message": message,
                "error_codes": [f"INVALID.{kind}"],
            }
        )

    tree = account.tree(campaign_id)
    for level, thing in tree:
        for message in _CHECKS[level](account, thing):
            say(level, thing, message)
        if level == "ad_sets":
            for message in _late(account, thing, now):
                say(level, thing, message)
    for level in ("ad_sets", "ads"):
        if not any(found_level == level for found_level, _ in tree):
            say("campaigns", account.drafts["campaigns"][campaign_id], f"no {level}")
    return found


def _campaign(_: Account, thing: Thing) -> list[str]:
    missing = [f"{name} is missing" for name in ("name", "objective") if not thing.get(name)]
    return [*missing, *(["UNSET is not supported"] if thing.get("objective") == "UNSET" else [])]


def _ad_set(account: Account, thing: Thing) -> list[str]:
    needed = ("name", "start_time", "budget", "asset_format", "targets", "bid_strategy")
    problems = [f"{name} is missing" for name in needed if not thing.get(name)]
    targets = thing.get("targets") or {}
    if not targets.get("placements"):
        problems.append("targets.placements is required")
    if not (targets.get("geo_targets") or {}).get("country_code"):
        problems.append("targets.geo_targets.country_code is required")
    if (thing.get("budget") or {}).get("type") == "LIFETIME" and not thing.get("end_time"):
        problems.append("end_time is required for a LIFETIME budget")
    if thing.get("bid_strategy") in {"MAX_BID", "COST_PER_RESULT"} and not thing.get(
        "bid_micro_amount"
    ):
        problems.append("bid_micro_amount is required for this bid_strategy")
    if _reversed(thing):
        problems.append("end_time must be after start_time")
    if account.any("campaigns", str(thing.get("campaign_id"))) is None:
        problems.append("campaign_id names no campaign")
    return problems


def _late(account: Account, thing: Thing, now: datetime) -> list[str]:
    """Return which times of an ad set have passed; what runs already may have begun.

    That a flight cannot begin in the past is assumed: Spotify's document does not say so.
    """
    if thing.get("status") == "ARCHIVED":
        return []
    looked_at = ("end_time",) if thing["id"] in account.live["ad_sets"] else _TIMES
    return [f"{name} is in the past" for name in looked_at if _passed(thing.get(name), now)]


def _passed(text: str | None, now: datetime) -> bool:
    return bool(text) and datetime.fromisoformat(str(text)) <= now


def _reversed(thing: Thing) -> bool:
    start, end = str(thing.get("start_time", "")), str(thing.get("end_time", ""))
    return (
        bool(start) and bool(end) and datetime.fromisoformat(end) <= datetime.fromisoformat(start)
    )


def _ad(account: Account, thing: Thing) -> list[str]:
    needed = ("name", "assets", "tagline", "advertiser_name", "call_to_action")
    problems = [f"{name} is missing" for name in needed if not thing.get(name)]
    parent = account.any("ad_sets", str(thing.get("ad_set_id"))) or {}
    assets = thing.get("assets") or {}
    if parent.get("asset_format") == "AUDIO" and not assets.get("companion_asset_id"):
        problems.append("companion_asset_id is required for AUDIO")
    for name, asset_id in assets.items():
        asset = account.assets.get(str(asset_id))
        if asset is None or asset["status"] != "READY":
            problems.append(f"{name} is not READY")
        elif asset["asset_type"] == "AUDIO" and (asset.get("duration_ms") or 0) > AUDIO_MS_MAX:
            problems.append(f"audio is longer than {AUDIO_MS_MAX} ms")
    return problems


_CHECKS = {"campaigns": _campaign, "ad_sets": _ad_set, "ads": _ad}
