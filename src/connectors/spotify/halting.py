"""Why an ad account keeps what is live in it from running, in words for people.

Source: Ads API v3, `AdAccountStatus` and `AdSetPauseReason`.
"""

from collections.abc import Iterable

from connectors.spotify.answers import Json
from connectors.spotify.client import AdsClient

#: The longest reason that is passed on, in characters. Ours.
REASON_LENGTH_MAX = 300

#: The status of an account whose ads run.
ACTIVE = "ACTIVE"

#: What its status says of an account whose ads do not.
_STATUSES = {
    "GREY_LISTED": "Spotify stopped the ads of the ad account (it is grey-listed)",
    "SUSPEND_LISTED": "Spotify suspended the ad account",
    "BLACKLISTED": "Spotify closed the ad account (it is blacklisted)",
    "PENDING_MARKET": "the market of the ad account is not open yet",
    "INACTIVE": "the ad account is not active",
}

#: Why an ad set is paused that nobody paused.
_PAUSES = {
    "ACCOUNT_GREYLISTED": _STATUSES["GREY_LISTED"],
    "ACCOUNT_SUSPENDED": _STATUSES["SUSPEND_LISTED"],
}


async def why(client: AdsClient, campaign: str) -> str | None:
    """Return why nothing of a live campaign runs, if that is the account's doing; None if not."""
    account = await client.get_account()
    ad_sets = await client.below("ad_sets", [campaign], drafted=False)
    return _of_account(account) or _of_ad_sets(ad_sets)


def _of_account(account: Json) -> str | None:
    status = str(account.get("status") or ACTIVE)
    if status == ACTIVE:
        return None
    said = _STATUSES.get(status, f"Spotify says that the ad account is {status}")
    reason = " ".join(str(account.get("status_reason") or "").split())[:REASON_LENGTH_MAX]
    return f"{said}: {reason.rstrip('.')}" if reason else said


def _of_ad_sets(ad_sets: Iterable[Json]) -> str | None:
    reasons = (_PAUSES.get(str(one.get("pause_reason"))) for one in ad_sets)
    return next((one for one in reasons if one), None)
