"""Why an ad account does not do its part, in words for people.

Source: Ads API v3, `AdAccountStatus` and `AdSetPauseReason`.
"""

from collections.abc import Awaitable, Iterable

from connectors.spotify.answers import Json
from connectors.spotify.client import AdsClient
from connectors.spotify.errors import SpotifyError
from connectors.spotify.meaning import kept_out
from domain.campaigns.model import Shut

#: What is answered where there is no such account, or none that the hub may know of.
NOT_FOUND = 404

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


async def of_campaign(client: AdsClient, campaign: str) -> Shut | None:
    """Return why nothing of a live campaign runs, if that is the account's doing; None if not."""
    return await _asked(_of_campaign(client, campaign))


async def of_account(client: AdsClient) -> Shut | None:
    """Return why nothing in the account runs, or why nobody is let into it; None if all is well."""
    return await _asked(_of_account(client))


async def _asked(question: Awaitable[str | None]) -> Shut | None:
    try:
        said = await question
    except SpotifyError as error:
        why = "Spotify knows the ad account no more" if error.status == NOT_FOUND else None
        if (why := why or kept_out(error)) is None:
            raise
        return Shut(why, stops=False)
    return Shut(said, stops=True) if said else None


async def _of_campaign(client: AdsClient, campaign: str) -> str | None:
    if said := await _of_account(client):
        return said
    return _of_ad_sets(await client.below("ad_sets", [campaign], drafted=False))


async def _of_account(client: AdsClient) -> str | None:
    account = await client.get_account()
    status = str(account.get("status") or ACTIVE)
    if status == ACTIVE:
        return None
    said = _STATUSES.get(status, f"Spotify says that the ad account is {status}")
    reason = " ".join(str(account.get("status_reason") or "").split())[:REASON_LENGTH_MAX]
    return f"{said}: {reason.rstrip('.')}" if reason else said


def _of_ad_sets(ad_sets: Iterable[Json]) -> str | None:
    reasons = (_PAUSES.get(str(one.get("pause_reason"))) for one in ad_sets)
    return next((one for one in reasons if one), None)
