"""Documents that are known beforehand: a front end sends what one is called in place of its text.

A manifest holds them, as the compilers of front ends write it: an object of texts by SHA-256
(Relay's `persistConfig`, graphql-codegen's client preset), or Apollo's list of operations with
`id` and `body`. Asked for by `documentId` (GraphQL over HTTP, appendix A) or by
`extensions.persistedQuery.sha256Hash` (Apollo).
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
from graphql import GraphQLError
from strawberry.extensions import SchemaExtension

from domain.errors import Invalid

#: How a SHA-256 is written.
_DIGEST = re.compile(r"(?:sha256:)?([0-9a-f]{64})")

#: The most that is read of a manifest, in bytes.
MANIFEST_BYTES_MAX = 20_000_000


def read_manifest(path: Path) -> dict[str, str]:
    """Return the texts of a manifest by what they are called; `Invalid` says what is wrong."""
    try:
        if path.stat().st_size > MANIFEST_BYTES_MAX:
            raise _unreadable(path, f"it has more than {MANIFEST_BYTES_MAX:,} bytes")
        held = orjson.loads(path.read_bytes())
    except OSError as error:
        raise _unreadable(path, error.strerror or "it cannot be opened") from None
    except orjson.JSONDecodeError as error:
        raise _unreadable(path, f"it is not JSON ({error})") from None
    found = _texts(held)
    if not found:
        raise _unreadable(path, "it holds neither texts by name nor `operations` with `id`, `body`")
    for name, text in found.items():
        _check(path, name, text)
    return found


def asked(extensions: Mapping[str, Any] | None) -> str | None:
    """Return what the document is called that is asked for; None if its text was sent."""
    held = extensions or {}
    persisted = held.get("persistedQuery")
    name = persisted.get("sha256Hash") if isinstance(persisted, dict) else held.get("documentId")
    return name if isinstance(name, str) else None


def carry(held: dict[str, Any]) -> dict[str, Any]:
    """Return a request's body with the document's name where `asked` finds it."""
    if "documentId" not in held:
        return held
    beside = held.get("extensions")
    beside = beside if isinstance(beside, dict) else {}
    return {**held, "extensions": {**beside, "documentId": held["documentId"]}}


class KnownDocuments(SchemaExtension):
    """Finds the text of a document that is asked for by name, where there is a manifest.

    With one, no other document runs: what front ends ask is what was looked at beforehand.
    """

    def on_operation(self) -> Iterator[None]:
        """Put the text in its place, or refuse."""
        operation = self.execution_context
        known = operation.context.manner.documents if operation.context else None
        name = asked(operation.operation_extensions)
        if known is None and name is not None and not operation.query:
            raise _refused(
                "documents_off", "This hub keeps no documents: send the text as `query`."
            )
        if known is not None:
            operation.query = _text(known, name, operation.query)
        yield


def _text(known: Mapping[str, str], name: str | None, sent: str | None) -> str:
    name = name or _digest(sent or "")
    if name not in known:
        raise _refused(
            "document_unknown",
            "This hub answers documents of its manifest alone, and this is none of them. Add it to"
            " the front end's manifest and have that installed.",
        )
    return known[name]


def _texts(held: object) -> dict[str, str]:
    if isinstance(held, dict) and isinstance(held.get("operations"), list):
        listed = [one for one in held["operations"] if isinstance(one, dict)]
        held = {one.get("id"): one.get("body") for one in listed}
    if not isinstance(held, dict):
        return {}
    return {
        name: text for name, text in held.items() if isinstance(name, str) and isinstance(text, str)
    }


def _check(path: Path, name: str, text: str) -> None:
    """Refuse a text that is called by the digest of another: it was edited afterwards."""
    digest = _DIGEST.fullmatch(name)
    if digest is not None and digest[1] != _digest(text):
        raise _unreadable(path, f"the text under {name} has another SHA-256; compile it anew")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _refused(code: str, message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": code})


def _unreadable(path: Path, why: str) -> Invalid:
    return Invalid("bad_manifest", f"The manifest {path} cannot be used: {why}.", ("documents",))
