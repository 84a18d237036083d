"""What the fake tells of an account that is not active, and what it keeps from running.

That ad sets are paused then, and why, is what Ads API v3 says. That nothing may be written is
assumed: which calls Spotify refuses is written down nowhere.
"""

from connectors.spotify.fake.state import Account, Thing

#: What stops what is live, by the status of the account; source: Ads API v3, `is_paused`.
_PAUSED = {
    "GREY_LISTED": "ACCOUNT_GREYLISTED",
    "SUSPEND_LISTED": "ACCOUNT_SUSPENDED",
    "BLACKLISTED": "ACCOUNT_SUSPENDED",
}


def told(account: Account) -> Thing:
    """Return what is said of an account."""
    said = {"id": account.id, "name": "Sample account", "status": account.status}
    reason = {"status_reason": account.status_reason} if account.status_reason else {}
    return {**said, **reason, "currency_code": account.currency}


def shown(account: Account, level: str, thing: Thing) -> Thing:
    """Return something live as it is told: of an ad set, whether it is paused, and why."""
    if level != "ad_sets":
        return thing
    stopped = "USER_PAUSED" if thing.get("delivery") == "OFF" else None
    reason = _PAUSED.get(account.status) or stopped
    return {
        **thing,
        "is_paused": reason is not None,
        **({"pause_reason": reason} if reason else {}),
    }


def may_write(account: Account) -> bool:
    """Whether anything may be written in an account."""
    return account.status not in _PAUSED
