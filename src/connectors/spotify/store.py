"""Taking over the file in which an earlier Greenlight kept the ad account's refresh token.

It is read for as long as the database holds nothing newer, and never written. It remembers which
token of the settings it began with: a new one in the settings means a new authorisation.
"""

import asyncio
import hashlib
import json
from pathlib import Path

import structlog

from domain.credentials.service import Credential
from domain.errors import Invalid
from domain.secrets import Secrets

#: What the token in the file is sealed for.
USE = "spotify-refresh-token"

log = structlog.get_logger()


async def take_over_file(path: Path, secrets: Secrets, first: str, credential: Credential) -> None:
    """Give the token in the file `path` to `credential`, if there is one it has not outlived.

    `first` is the token in the settings. `Invalid` if the file is needed and cannot be read.
    """
    if not await asyncio.to_thread(path.exists) or not await credential.is_new():
        return
    token = await asyncio.to_thread(_token, path, secrets, first)
    if token is not None and await credential.take_over(token):
        log.info(
            "ads_token_taken_over",
            file=str(path),
            hint="The ad account's token is kept in the database from now on; remove the file.",
        )


def _token(path: Path, secrets: Secrets, first: str) -> str | None:
    """Return the token in a file; None if it belongs to an earlier authorisation."""
    try:
        kept = json.loads(secrets.unseal(USE, path.read_text()))
        began = hashlib.sha256(first.encode()).hexdigest()
        return str(kept["token"]) if kept["first"] == began else None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Invalid(
            "token_file_unreadable",
            f"What is kept of the ad account's token in {path.name} cannot be read;"
            " remove the file, and authorise the hub anew.",
        ) from error
