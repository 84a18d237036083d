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
from graphql import GraphQLError, OperationDefinitionNode
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
    beside = held.get("extensions") or {}
    if "documentId" not in held or not isinstance(beside, dict):
        return held
    return {**held, "extensions": {**beside, "documentId": held["documentId"]}}


def by_name(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Return the texts of a manifest by whatever they may be asked for: their name or digest."""
    digests = {_digest(text): text for text in texts.values()}
    return {**digests, **{_bare(name): text for name, text in texts.items()}}


def text_of(known: Mapping[str, str] | None, name: str | None, sent: str | None) -> str | None:
    """Return the text that is to run, where `known` (see `by_name`) are the hub's documents.

    `GraphQLError` where the hub has documents and this is none of them, or has none to name.
    """
    if known is None:
        if name is not None and not sent:
            raise _refused(
                "documents_off", "This hub keeps no documents: send the text as `query`."
            )
        return sent
    found = known.get(_bare(name) if name else _digest(sent or ""))
    if found is None:
        raise _refused(
            "document_unknown",
            "This hub answers documents of its manifest alone, and this is none of them. Add it to"
            " the front end's manifest and have that installed.",
        )
    return found


class KnownDocuments(SchemaExtension):
    """Finds the text of a document that is asked for by name, where there is a manifest.

    With one, no other document runs: what front ends ask is what was looked at beforehand.
    """

    def on_operation(self) -> Iterator[None]:
        """Put the text in its place, or refuse."""
        operation = self.execution_context
        known = operation.context.manner.documents if operation.context else None
        operation.query = text_of(known, asked(operation.operation_extensions), operation.query)
        yield


class OneOperation(SchemaExtension):
    """Refuses to choose for the caller: Strawberry runs the first of several operations.

    Source: the GraphQL specification, `GetOperation`.
    """

    def on_validate(self) -> Iterator[None]:
        """Count the operations where nobody says which is meant."""
        context = self.execution_context
        document, named = context.graphql_document, context._provided_operation_name  # noqa: SLF001  Strawberry tells only the name it chose.
        kinds = document.definitions if document is not None and named is None else ()
        if sum(isinstance(one, OperationDefinitionNode) for one in kinds) > 1:
            found = _refused(
                "operation_unnamed",
                "The document has several operations; say by `operationName` which one is meant.",
            )
            context.pre_execution_errors = [*(context.pre_execution_errors or ()), found]
        yield


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


def _bare(name: str) -> str:
    """Return a name as it is looked up: a SHA-256 is one with or without saying so."""
    return name.removeprefix("sha256:")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _refused(code: str, message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": code})


def _unreadable(path: Path, why: str) -> Invalid:
    return Invalid("bad_manifest", f"The manifest {path} cannot be used: {why}.", ("documents",))
