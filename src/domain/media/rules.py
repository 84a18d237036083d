"""What an address of a file is made of. Pure."""

import json
import re

from domain.catalog.model import Asset
from domain.catalog.rules import ENDINGS
from domain.secrets import Secrets

#: What addresses are signed for, and how many hexadecimal digits of that are in one: 160 bits,
#: which nobody guesses.
USE, TOKEN_LENGTH = "media", 40

_TOKEN = re.compile(f"[0-9a-f]{{{TOKEN_LENGTH}}}")


def token_of(secrets: Secrets, name: str, asset_id: str) -> str:
    """Return what is in the address of a file of the publication `name`, the same each time."""
    return secrets.sign(USE, json.dumps([name, asset_id]))[:TOKEN_LENGTH]


def is_token(given: str) -> bool:
    """Whether something might be in an address of ours."""
    return _TOKEN.fullmatch(given) is not None


def file_name(asset: Asset) -> str:
    """Return how the address of a file ends: what it is, and no word that anybody wrote."""
    return f"{asset.kind.value}.{ENDINGS[asset.media_type or '']}"


def address_of(public_url: str, token: str, file_name: str) -> str:
    """Return the whole address of a file."""
    return f"{public_url}/media/{token}/{file_name}"
