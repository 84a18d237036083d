"""The issuer as an operator meets it: over real HTTP on loopback, in `greenlight doctor`."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.opening.signing_in import trust_of
from app.settings import Settings
from tests.app.test_commands import SECRETS
from tests.connectors.oidc.authority import made, public
from tests.nursery import run


class _Issuer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        own = f"http://{self.headers['host']}"
        held = {
            "/.well-known/openid-configuration": {"issuer": own, "jwks_uri": f"{own}/keys"},
            "/keys": {"keys": [public(made("P-256")), public(made("Ed25519"))]},
        }
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(held[self.path]).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def issuer() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Issuer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def env(url: str) -> dict[str, str]:
    return SECRETS | {"GREENLIGHT_OIDC_ISSUER": url, "GREENLIGHT_OIDC_AUDIENCE": "greenlight"}


def test_doctor_names_the_issuer_and_whether_its_keys_can_be_read(folder: Path) -> None:
    with issuer() as url:
        good = run(folder, "doctor", **env(url)).stdout
        as_json = run(folder, "doctor", "--json", **env(url)).stdout
    bad = run(folder, "doctor", **env(url)).stdout
    none = run(folder, "doctor", **SECRETS).stdout

    assert f"issuer: {url}, 2 keys can be read" in good
    assert json.loads(as_json)["issuer"] == {"issuer": url, "keys": 2, "problem": None}
    assert f"needs a person: issuer {url}: The issuer of sign-ins is in trouble: it cannot" in bad
    assert "issuer" not in none


def test_settings_are_read_as_an_environment_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        **env("https://login.example.com"),
        "GREENLIGHT_OIDC_ALGORITHMS": "ES256, EdDSA",
        "GREENLIGHT_OIDC_LEEWAY_SECONDS": "5",
        "GREENLIGHT_OIDC_VERIFIED_CLAIM": "xms_edov",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    trust = trust_of(Settings.load())

    assert trust is not None
    assert (trust.algorithms, trust.leeway_seconds) == (("ES256", "EdDSA"), 5)
    assert (trust.email_claim, trust.verified_claim) == ("email", "xms_edov")
