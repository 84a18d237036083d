"""Which process this is, and the settings that all processes of a hub must agree in."""

import os
import secrets
import socket
from collections.abc import Mapping

from app.settings import Settings
from domain.hub import Hub

#: How much of a machine's name is kept, in characters.
_HOST_LENGTH_MAX = 50


def name() -> str:
    """Return a name for this process that no other has, and that leads a person to it."""
    return f"{socket.gethostname()[:_HOST_LENGTH_MAX]}:{os.getpid()}:{secrets.token_hex(3)}"


def agreed(hub: Hub, settings: Settings) -> Mapping[str, str]:
    """Return what every process must have alike, by setting; a secret as a fingerprint."""
    return {
        "GREENLIGHT_SECRET": hub.secrets.sign("agreement", "the same secret")[:16],
        "GREENLIGHT_AUDIENCE_LEAST": str(settings.audience_least),
        "GREENLIGHT_UNDO_SECONDS": f"{settings.undo_seconds:g}",
        "GREENLIGHT_SPOTIFY_AD_ACCOUNT": settings.spotify_ad_account or "",
        "GREENLIGHT_SPOTIFY_WEB_CLIENT_ID": settings.spotify_web_client_id or "",
        "GREENLIGHT_SPOTIFY_PRINCIPAL": settings.spotify_principal or "",
        "GREENLIGHT_SLACK_API_URL": settings.slack_api_url,
        # Whoever writes leaves a mark for whoever reads there.
        "GREENLIGHT_DATABASE_REPLICA_URL": "set" if settings.database_replica_url else "",
    }
