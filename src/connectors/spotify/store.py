"""Keeping the refresh token, sealed, in a file beside the hub's data.

Spotify may replace the token with every use; the one in the settings is only where it begins.
The file remembers which one that was: a new one in the settings means a new authorisation.
"""

import hashlib
import json
from pathlib import Path

from domain.errors import Invalid
from domain.secrets import Secrets

#: What the token is sealed for.
USE = "spotify-refresh-token"


class SealedTokenFile:
    """A refresh token in one file; see `connectors.spotify.auth.TokenStore`."""

    def __init__(self, path: Path, secrets: Secrets, first: str) -> None:
        self._path = path
        self._secrets = secrets
        self._first = first
        self._origin = hashlib.sha256(first.encode()).hexdigest()

    async def load(self) -> str:
        """Return the token kept last, or the first one if somebody authorised the hub anew."""
        if not self._path.exists():
            return self._first
        try:
            kept = json.loads(self._secrets.unseal(USE, self._path.read_text()))
            return str(kept["token"]) if kept["first"] == self._origin else self._first
        except (ValueError, KeyError, TypeError) as error:
            raise Invalid(
                "token_file_unreadable",
                f"What is kept of the ad account's token in {self._path.name} cannot be read;"
                " remove the file, and authorise the hub anew.",
            ) from error

    async def save(self, refresh_token: str) -> None:
        """Keep a new token; the old one stays until the new one is whole."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        partial = self._path.with_suffix(".partial")
        partial.touch(mode=0o600)
        kept = json.dumps({"first": self._origin, "token": refresh_token})
        partial.write_text(self._secrets.seal(USE, kept))
        partial.replace(self._path)
