"""The hub's secret, and what is derived from it.

One secret per installation (`GREENLIGHT_SECRET`) signs anchors and upload links and seals what
must be kept but not readable in the database. Each use has its own derived key, so that no use
can forge for another. Derivation: HKDF-SHA256 (RFC 5869); sealing: Fernet.

While it is replaced, other secrets are read with beside it: the one before, or the next. They
never sign and never seal.
"""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import Invalid

#: Shorter secrets can be guessed; 32 characters of random text hold 128 bits and more.
SECRET_LENGTH_MIN = 32

#: The shortest part of a credential that is taken out of answers; others are words such as Bearer.
WORD_MIN = 8

_PARTS = re.compile(r"[\s\"=]+")


@lru_cache(maxsize=256)
def _derived(secret: bytes, use: str) -> bytes:
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=use.encode())
    return derive.derive(secret)


@dataclass(frozen=True, slots=True, repr=False)
class KeptKey:
    """The key that an earlier secret had for a use, kept for what it marked for ever.

    `reach` is how many of what it signed count, first to last; None where all do.
    """

    use: str
    key: bytes
    reach: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """Keys derived from the hub's one secret.

    `others` are secrets that are read with beside it, `kept` the keys of earlier ones.
    """

    secret: bytes
    others: tuple[bytes, ...] = ()
    kept: tuple[KeptKey, ...] = ()

    @classmethod
    def of(cls, secret: str, others: Sequence[str] = ()) -> "Secrets":
        """Return the keys of `secret`; `Invalid` if one of them is too short to be one."""
        for name, given in (
            ("GREENLIGHT_SECRET", secret),
            *(("GREENLIGHT_SECRETS_ACCEPTED", other) for other in others),
        ):
            if len(given) < SECRET_LENGTH_MIN:
                raise Invalid(
                    "secret_too_short",
                    f"The hub's secret needs at least {SECRET_LENGTH_MIN} characters; "
                    f"make one with `openssl rand -hex 32` and set {name}.",
                    (name,),
                )
        return cls(secret.encode(), tuple(one.encode() for one in others))

    def key(self, use: str) -> bytes:
        """Return 32 bytes for `use`."""
        return _derived(self.secret, use)

    def accepted(self, use: str) -> tuple[bytes, ...]:
        """Return the key for `use`, and behind it those of the other secrets."""
        return tuple(_derived(one, use) for one in (self.secret, *self.others))

    def sign(self, use: str, text: str) -> str:
        """Return the signature of `text` for `use`, as hexadecimal digits."""
        return _signature(self.key(use), text)

    def signed(self, use: str, text: str, signature: str) -> bool:
        """Whether `signature` is ours, under the secret or one accepted beside it."""
        given = signature.encode(errors="replace")
        right = (_signature(key, text).encode() for key in self.accepted(use))
        return any(hmac.compare_digest(one, given) for one in right)

    def marks(self, use: str, text: str) -> tuple[str, ...]:
        """Return what `text` is found again by: as it is marked now, and as it ever was."""
        keys = [*self.accepted(use), *(one.key for one in self.kept if one.use == use)]
        return tuple(dict.fromkeys(_signature(key, text) for key in keys))

    def seal(self, use: str, text: str) -> str:
        """Return `text` encrypted for `use`."""
        return _fernet(self.key(use)).encrypt(text.encode()).decode()

    def unseal(self, use: str, sealed: str) -> str:
        """Return what `seal` was given; `Invalid` if it was sealed with another secret."""
        readers = MultiFernet([_fernet(key) for key in self.accepted(use)])
        try:
            return readers.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise Invalid(
                "sealed_with_another_secret",
                f"What is kept for `{use}` was sealed with another secret; set the one it had.",
            ) from error

    def is_present(self, use: str, sealed: str) -> bool:
        """Whether something is sealed with the secret itself, not with another."""
        try:
            _fernet(self.key(use)).decrypt(sealed.encode())
        except InvalidToken:
            return False
        return True


def unsaid(content: bytes, credential: str) -> bytes:
    """Return what somebody answered without what they were let in by, should they repeat it.

    What a service says of a refusal is kept, recorded, and told to people.
    """
    for word in _PARTS.split(credential):
        if len(word) >= WORD_MIN:
            content = content.replace(word.encode(), b"...")
    return content


def _signature(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _fernet(key: bytes) -> Fernet:
    return Fernet(urlsafe_b64encode(key))
