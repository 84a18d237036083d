"""The demo's look-alike of a content system: what the hub had it publish, and its reports.

It is nobody's system and says so. Everything shown is escaped.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from html import escape
from typing import Any

import httpx2
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from connectors.spotify.fake.page import STYLE
from connectors.webhooks.fake import Receiver
from domain.clock import Clock

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"

#: What its buttons say, by what they have reported.
_NAMES: Mapping[str, str] = {
    "live": "Report it as published",
    "refused": "Report that it failed",
    "gone": "Report it as gone",
}

#: What the page says of the last report that the hub took.
_SAID: Mapping[str, str] = {
    "live": "Reported as published.",
    "refused": "Reported as failed.",
    "gone": "Reported as gone.",
}

#: What a button has reported: how it stands there, and what is wrong with it.
_REPORTS: Mapping[str, Mapping[str, Any]] = {
    "live": {"standing": "live"},
    "refused": {"standing": "refused", "problems": ["The sample system did not take its audio"]},
    "gone": {"standing": "gone"},
}


def content_routes(receiver: Receiver, http: httpx2.AsyncClient, clock: Clock) -> list[BaseRoute]:
    """Return the page `/content`, and what its buttons report by `http`."""

    async def show(_: Request) -> Response:
        return HTMLResponse(_page(receiver), headers={"Content-Security-Policy": _POLICY})

    async def report(request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return HTMLResponse("Only this page may do that.", 403)
        async with request.form() as form:
            id_, name = str(form.get("message")), str(form.get("said"))
        told, said = receiver.taken.get(id_), _REPORTS.get(name)
        if told is None or said is None:
            return HTMLResponse("There is no such message here.", 404)
        answer = await _report(receiver.secret, http, clock, told["data"], said)
        if not answer.is_success:
            return HTMLResponse(f"The hub did not take it: {escape(answer.text)}", 502)
        receiver.reported[id_] = name
        return RedirectResponse("/content", 303)

    return [Route("/content", show), Route("/content", report, methods=["POST"])]


async def _report(
    secret: str,
    http: httpx2.AsyncClient,
    clock: Clock,
    told: Mapping[str, Any],
    said: Mapping[str, Any],
) -> httpx2.Response:
    """Report what became of a publication, signed as Standard Webhooks are."""
    body = json.dumps({"request": told["request"], "revision": told["revision"], **said}).encode()
    now = clock.now()
    id_, sent = f"report-{now:%Y%m%d%H%M%S%f}", str(int(now.timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(key, f"{id_}.{sent}.".encode() + body, hashlib.sha256)
    headers = {
        "webhook-id": id_,
        "webhook-timestamp": sent,
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }
    return await http.post(told["report_to"], content=body, headers=headers)


def _page(receiver: Receiver) -> str:
    shown = "".join(
        _message(id_, told, receiver.reported.get(id_))
        for id_, told in reversed(receiver.taken.items())
    )
    wrong = f"{receiver.refused} came with a wrong signature." if receiver.refused else ""
    return f"""<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Look-alike content system</title><style>{STYLE}</style>
<header><b>Content system</b></header>
<div class="warn">This is a look-alike for trying things out. It publishes nothing. It keeps what
was signed rightly, and reports what you click, signed as well.</div>
<main><h2>Messages</h2><p>{wrong}</p>
{shown or "<p>None came yet. Ask for an episode with the target WEBHOOK.</p>"}</main></html>"""


def _message(id_: str, told: Mapping[str, Any], reported: str | None) -> str:
    data = told["data"]
    sayable = ("gone",) if told["type"] == "publication.remove" else ("live", "refused")
    buttons = "".join(_button(id_, said) for said in sayable)
    if reported:
        buttons = f"<p>{_SAID[reported]}</p>{buttons}"
    return f"""<div class="card"><h3>{escape(str(data.get("title", "")))}
<span class="tag">{escape(str(told["type"]))}</span></h3>
<small>{escape(id_)}, to be heard from {escape(str(data.get("opens_at", "-")))} in
{escape(" ".join(data.get("markets", ())) or "no market")}</small>
<details><summary>What was sent</summary>
<pre>{escape(json.dumps(data, indent=2, ensure_ascii=False))}</pre></details>{buttons}</div>"""


def _button(id_: str, said: str) -> str:
    return f"""<form method="post"><input type="hidden" name="message" value="{escape(id_)}">
<input type="hidden" name="said" value="{said}"><button>{_NAMES[said]}</button></form>"""
