"""What the values of the enums of connected accounts mean in the schema."""

from collections.abc import Mapping

VALUES: Mapping[str, Mapping[str, str]] = {
    "ConnectionState": {
        "WAITING": "Somebody began to connect it; it never was.",
        "CONNECTED": "The hub may act in it.",
        "BROKEN": "Spotify no longer lets the hub in; it has to be connected again.",
        "CUT": "It is used no more; what opened it is forgotten.",
    },
}
