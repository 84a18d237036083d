"""What an attempt is held to, and what has to be granted."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Collection
from datetime import datetime, timedelta

from domain.connections.model import Attempt
from domain.errors import Forbidden

#: How long it may take from the beginning to the answer. Ours.
LIFE = timedelta(minutes=10)

#: What filling, naming and picturing a brand's playlists takes, and keeping them in its library.
#: Each call of the library wants those of all kinds of things that may stand there, playlists or
#: not. Source: Web API 2026.5.31.
SCOPES = (
    "playlist-modify-private",
    "playlist-modify-public",
    "playlist-read-private",
    "ugc-image-upload",
    "user-follow-modify",
    "user-follow-read",
    "user-library-modify",
    "user-library-read",
)


def digest(text: str) -> str:
    """Return what is kept of a secret that only has to be known again."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def challenge_of(verifier: str) -> str:
    """Return the challenge S256 of a verifier (RFC 7636)."""
    hashed = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(hashed).rstrip(b"=").decode()


def is_open(attempt: Attempt, now: datetime) -> bool:
    """Whether an attempt still waits for its answer."""
    return not attempt.used and now < attempt.ends_at


def answers(attempt: Attempt, now: datetime, state: str, browser: str) -> bool:
    """Whether an answer belongs to an attempt, and came back to the browser that opened it."""
    # Both are looked at, whatever the first says: time tells nothing.
    known = hmac.compare_digest(attempt.state, digest(state))
    same = hmac.compare_digest(attempt.browser, digest(browser))
    return is_open(attempt, now) and known and same


def require_scopes(granted: Collection[str]) -> None:
    """Raise `Forbidden` unless everything was granted that playlists take."""
    if missing := [scope for scope in SCOPES if scope not in granted]:
        raise Forbidden(
            "scopes_missing",
            f"The account did not grant {', '.join(missing)}. Connect it again, and agree to all"
            " that is asked for.",
        )
