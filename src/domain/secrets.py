"""The hub's secret, and what is derived from it.

One secret per installation (`GREENLIGHT_SECRET`) signs anchors and upload links and seals what
must be kept but not readable in the database. Each use has its own derived key, so that no use
can forge for another. Derivation: HKDF-SHA256 (RFC 5869); sealing: Fernet.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import Invalid

#: Shorter secrets can be guessed; 32 characters of random text hold 128 bits and more.
SECRET_LENGTH_MIN = 32


@lru_cache(maxsize=64)
def _derived(secret: bytes, use: str) -> bytes:
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=use.encode())
    return derive.derive(secret)


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """Keys derived from the hub's one secret."""

    secret: bytes

    @classmethod
    def of(cls, secret: str) -> "Secrets":
        """Return the keys of `secret`; `Invalid` if it is too short to be one."""
        if len(secret) < SECRET_LENGTH_MIN:
            raise Invalid(
                "secret_too_short",
                f"The hub's secret needs at least {SECRET_LENGTH_MIN} characters; "
                "make one with `openssl rand -hex 32`.",
                ("GREENLIGHT_SECRET",),
            )
        return cls(secret.encode())

    def key(self, use: str) -> bytes:
        """Return 32 bytes for `use`."""
        return _derived(self.secret, use)

    def sign(self, use: str, text: str) -> str:
        """Return the signature of `text` for `use`, as hexadecimal digits."""
        return hmac.new(self.key(use), text.encode(), hashlib.sha256).hexdigest()

    def seal(self, use: str, text: str) -> str:
        """Return `text` encrypted for `use`."""
        return self._fernet(use).encrypt(text.encode()).decode()

    def unseal(self, use: str, sealed: str) -> str:
        """Return what `seal` was given; `Invalid` if it was sealed with another secret."""
        try:
            return self._fernet(use).decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise Invalid(
                "sealed_with_another_secret",
                f"What is kept for `{use}` was sealed with another secret; set the one it had.",
            ) from error

    def _fernet(self, use: str) -> Fernet:

        return Fernet(urlsafe_b64encode(self.key(use)))
