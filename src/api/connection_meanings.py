"""The enum of connected accounts in the schema: its name there, and what its values mean."""

from collections.abc import Mapping

from domain.connections.model import ConnectionState

NAMED = ((ConnectionState, "ConnectionState", "How the connection to an account stands."),)

VALUES: Mapping[str, Mapping[str, str]] = {
    "ConnectionState": {
        "WAITING": "Somebody began to connect it; it never was.",
        "CONNECTED": "The hub may act in it.",
        "BROKEN": "Spotify no longer lets the hub in; it has to be connected again.",
        "CUT": "It is used no more; what opened it is forgotten.",
    },
}
