"""A hub over HTTP, with nothing but Python: questions, uploads, and what was refused."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import Request, urlopen

#: How long an answer may take, in seconds.
PATIENCE = 30


class Refused(Exception):
    """Something did not happen. `code` is stable; `path` names the field, if one is to blame."""

    def __init__(self, code: str, message: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.path = path


@dataclass(frozen=True, slots=True)
class Hub:
    """Where a hub is, and the token that says who asks."""

    url: str
    token: str

    def ask(self, document: str, **variables: object) -> dict[str, Any]:
        """Return the data of an operation; `Refused` if the hub answers with errors."""
        body = json.dumps({"query": document, "variables": variables}).encode()
        held: dict[str, Any] = json.loads(self._sent("POST", "/graphql", body, "application/json"))
        for error in held.get("errors", ()):
            code = error.get("extensions", {}).get("code", "unknown")
            raise Refused(code, error["message"], tuple(map(str, error.get("path", ()))))
        data: dict[str, Any] = held["data"]
        return data

    def put(self, upload_url: str, content: bytes) -> None:
        """Send a file to the address that `createUpload` gave for it; that works once."""
        self._sent("PUT", upload_url, content, "application/octet-stream")

    def _sent(self, method: str, path: str, body: bytes, kind: str) -> bytes:
        headers = {"content-type": kind, "authorization": f"Bearer {self.token}"}
        address = urljoin(self.url, path)
        try:
            with urlopen(
                Request(address, body, headers, method=method), timeout=PATIENCE
            ) as answer:
                said: bytes = answer.read()
        except HTTPError as error:
            with error:
                said = error.read()
            if b'"errors"' not in said:
                raise Refused(f"http_{error.code}", said.decode(errors="replace")) from None
        return said


def made(payload: dict[str, Any], name: str) -> Any:
    """Return what a mutation made; `Refused` says the first thing it was refused for."""
    for error in payload["errors"]:
        raise Refused(error["code"], error["message"], tuple(error.get("path", ())))
    return payload[name]
