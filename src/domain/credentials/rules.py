"""When a grant is good, and when another process is waited for."""

from datetime import datetime, timedelta

from domain.credentials.model import Grant

#: A token with less than this left is renewed before it is used.
EARLY = timedelta(seconds=120)

#: How long one process may take over renewing before another may try. Ours: twice what the call
#: outside may take. A process that died leaves the others waiting for no longer than this.
CLAIM = timedelta(seconds=20)

#: What nobody renewed for so long, since the settings name another authorisation, is deleted.
UNUSED = timedelta(days=30)


def is_good(grant: Grant, now: datetime, stale: str | None = None) -> bool:
    """Whether an access token can be used now; `stale` is one that was just refused."""
    return grant.ends is not None and now <= grant.ends - EARLY and grant.access != stale


def is_claimed(claimed_until: datetime | None, now: datetime) -> bool:
    """Whether somebody is renewing it at this moment."""
    return claimed_until is not None and claimed_until > now
