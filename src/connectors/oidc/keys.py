"""The keys an issuer publishes: which of them are read, and which may have signed a token."""

from collections.abc import Mapping
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key
from joserfc.jws import JWSRegistry
from joserfc.util import base64_to_int

from connectors.oidc.model import Header

#: The most keys of one issuer that are read. Ours; issuers publish two or three.
KEYS_MAX = 64

#: The weakest RSA key that is believed, in bits. Source: RFC 7518, section 3.3.
RSA_BITS_MIN = 2048

#: Beyond this verifying one token takes long, in bits. Ours.
RSA_BITS_MAX = 8192

#: Curves to sign on that are taken; on others of their kind one agrees on secrets.
_SIGNING = frozenset({"P-256", "P-384", "P-521", "Ed25519", "Ed448"})

#: What a key must not hold when it is published: the private part.
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


def keys_in(document: Mapping[str, Any]) -> tuple[Key, ...]:
    """Return the keys of a published set that can verify; others are passed over.

    Source: RFC 7517, section 5: what is not understood is ignored, for the set may serve others.
    """
    listed = document.get("keys")
    if not isinstance(listed, list):
        return ()
    found = (_key(entry) for entry in listed[:KEYS_MAX] if isinstance(entry, dict))
    return tuple(key for key in found if key is not None)


def candidates(keys: tuple[Key, ...], header: Header) -> tuple[Key, ...]:
    """Return the keys that may have signed a token with this header: by name and by kind.

    A token without a key's name fits only an issuer with a single key of that kind. Two keys of
    one name are told apart by kind; where that does not do, either may have signed.
    """
    algorithm = JWSRegistry.algorithms[header.algorithm]
    fitting = []
    for key in keys:
        try:
            algorithm.check_key(key)
        except JoseError:
            continue
        if header.key_id is None or key.kid == header.key_id:
            fitting.append(key)
    return () if header.key_id is None and len(fitting) > 1 else tuple(fitting)


def _key(entry: dict[str, Any]) -> Key | None:
    if entry.get("use", "sig") != "sig" or _PRIVATE & entry.keys():
        return None
    try:
        if not _is_strong(entry):
            return None
        key = JWKRegistry.import_key(entry)
        key.check_key_op("verify")
    except (JoseError, ValueError, TypeError, KeyError, ArithmeticError):
        return None
    return key


def _is_strong(entry: dict[str, Any]) -> bool:
    """Whether a key signs, and well enough."""
    if entry["kty"] == "RSA":
        return RSA_BITS_MIN <= base64_to_int(entry["n"]).bit_length() <= RSA_BITS_MAX
    return entry["crv"] in _SIGNING
