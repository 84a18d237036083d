"""What an attempt is held to, and what has to be granted."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from domain.authorising import Authorised
from domain.connections.model import Attempt, Connection
from domain.errors import Conflict, Forbidden

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

#: What looking at a show's episodes wants besides. Accounts that were connected before it was asked
#: for go on without it, and none is refused for want of it. Source: as above.
LOOKING = "user-read-playback-position"

#: All that an owner is asked for.
ASKED = (*SCOPES, LOOKING)

#: Why a connection is broken; there is no other reason.
REFUSED = "Spotify no longer lets the hub in"

#: How it is mended, wherever it is told.
REMEDY = "have a manager of the brand connect it again with `beginConnection`"

#: What is said of each error that stands in the place of an answer, and what next. Source: RFC
#: 6749, 4.1.2.1; of any other nobody says what it means.
ERRORS: Mapping[str, str] = MappingProxyType(
    {
        "access_denied": "Whoever has the account did not agree. If that was a mistake, begin to"
        " connect it once more.",
        "invalid_request": "Spotify did not understand what it was asked, so this hub is not set up"
        " as it wants. An administrator compares GREENLIGHT_PUBLIC_URL with the redirect addresses"
        " of the app at Spotify.",
        "unauthorized_client": "Spotify does not let this hub ask for accounts. An administrator"
        " looks at GREENLIGHT_SPOTIFY_WEB_CLIENT_ID, and whether the app at Spotify is in use.",
        "unsupported_response_type": "Spotify does not take this way of asking any more. An"
        " administrator updates this hub.",
        "invalid_scope": "Spotify does not know something that the hub asks to be let do. An"
        " administrator looks whether the app at Spotify has the Web API.",
        "server_error": "Spotify failed, and nobody here can mend that. Begin to connect the"
        " account once more in some minutes.",
        "temporarily_unavailable": "Spotify is overloaded or being worked on. Begin to connect the"
        " account once more in some minutes.",
    }
)
_UNKNOWN = (
    "Spotify gave no answer that this hub knows. Begin to connect the account once more; if that"
    " does not help, an administrator looks at the app at Spotify."
)


def failure(error: str) -> tuple[str, str]:
    """Return what kind of error came instead of an answer, and what is said of it.

    Of one that no standard names the words are never kept or shown.
    """
    known = error in ERRORS
    return (error if known else "unknown"), ERRORS.get(error, _UNKNOWN)


def is_another(before: Connection, account_id: str) -> bool:
    """Whether an account is another one than that which was connected last, if one ever was."""
    return bool(before.account_id) and before.account_id != account_id


def require_confirmed(before: Connection, after: Authorised, *, confirmed: bool) -> None:
    """Raise `Conflict` for another account than before, unless somebody said that it is meant."""
    if confirmed or not is_another(before, after.account_id):
        return
    raise Conflict(
        "another_account",
        f"The account of this brand was {named(before.account_name, before.account_id)}; this is"
        f" {named(after.account_name, after.account_id)}. Nothing was changed. Log in to Spotify"
        " with the first one and begin once more; or, if the other one is meant, begin with"
        " `confirmed: true`: playlists in the first one are looked after by people from then on.",
    )


def named(name: str, account_id: str) -> str:
    """Return how an account is named so that nobody takes it for one of the same name."""
    return f"{name} ({account_id})" if name != account_id else account_id


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
