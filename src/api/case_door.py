"""The door for people outside: a signed form, shown and taken in. Nobody is signed in here.

Nothing that anybody sent is ever shown again, and nobody is sent elsewhere: the answer is a page
of ours with the case's number, or the same as JSON.
"""

from collections.abc import Mapping
from html import escape
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from domain.case_forms import service
from domain.case_forms.model import Form, Sheet
from domain.case_forms.rules import TRAP
from domain.cases.model import Severity, Topic
from domain.errors import Conflict, Forbidden, HubError, Invalid, Missing, Upstream
from domain.hub import Hub
from domain.jobs.model import RetryLater

#: The largest sending, in bytes, and the most fields in one. Ours: three times all texts' limits.
BODY_BYTES_MAX, FIELDS_MAX = 131_072, 40

#: The one type that is taken: what a plain form sends, from any page without asking first.
FORM_TYPE = "application/x-www-form-urlencoded"

#: No script, no picture, no other site; the page is sent to where it came from. Browsers must say
#: where a form comes from, so the referrer stays within this site.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


#: Statuses of refusals: by code where one has its own, else by kind.
_CODES = {"too_large": 413, "not_utf8": 400, "too_many": 400, "wrong_type": 415}
_STATUS = ((Conflict, 409), (Forbidden, 403), (Missing, 404), (Invalid, 422), (Upstream, 503))


def case_routes(hub: Hub) -> list[BaseRoute]:
    """Return the routes of forms and of takedown notices."""

    async def form(request: Request) -> Response:
        return await _answer(hub, request, notice=False)

    async def takedown(request: Request) -> Response:
        return await _answer(hub, request, notice=True)

    return [
        Route("/cases/form/{form_id}", form, methods=["GET", "POST"]),
        Route("/cases/takedown/{form_id}", takedown, methods=["GET", "POST"]),
    ]


async def _answer(hub: Hub, request: Request, *, notice: bool) -> Response:
    form: Form | None = None
    try:
        form = await service.find(request.path_params["form_id"], notice=notice)
        _require_origin(request, form)
        if request.method == "POST":
            response = await _received(hub, request, form)
        else:
            sheet = service.opened(hub, form, request.query_params.get("token", ""))
            response = _shown(request, sheet)
    except HubError as error:
        response = _refused(request, error)
    except RetryLater as wait:
        response = _later(request, wait)
    _let_in(request, form, response)
    return response


async def _received(hub: Hub, request: Request, form: Form) -> Response:
    values = await _values(request)
    # Whoever has no ticket of ours takes nothing from those who have one.
    service.require_ticket(hub, form, values)
    await service.take_turn(hub, form, request.client.host if request.client else "")
    number = await service.receive(hub, form, values)
    said = "Thank you." if number is None else f"Thank you. Your case has the number {number}."
    if _wants_json(request):
        return JSONResponse({"case": number, "message": said}, 201, HEADERS)
    return _page("Thank you", f"<h1>Thank you</h1><p>{escape(said)}</p>", 201)


async def _values(request: Request) -> dict[str, str]:
    """Return what was filled in, by name; the last of each counts."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM_TYPE:
        raise Invalid("wrong_type", f"Send the form as {FORM_TYPE}.")
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced[:20]) > BODY_BYTES_MAX:
        raise _too_large()
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES_MAX:
            raise _too_large()
    try:
        pairs = parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=FIELDS_MAX,
        )
    except UnicodeDecodeError as error:
        raise Invalid("not_utf8", "What was sent is no text in UTF-8; send it as such.") from error
    except ValueError as error:
        raise Invalid("too_many", f"A form has at most {FIELDS_MAX} fields.") from error
    return dict(pairs)


def _too_large() -> Invalid:
    said = f"A form has at most {BODY_BYTES_MAX:,} bytes; say it shorter, or send a link to it."
    return Invalid("too_large", said)


def _require_origin(request: Request, form: Form) -> None:
    """Raise `Forbidden` for a form that another site sends than those that may."""
    origin = request.headers.get("origin")
    if origin is None or origin in form.origins:
        return
    try:
        site = urlsplit(origin).netloc
    except ValueError:
        site = ""
    if site != request.headers.get("host"):
        raise Forbidden(
            "foreign_site", "This form may not be sent from this site; ask for a form of its own."
        )


def _let_in(request: Request, form: Form | None, response: Response) -> None:
    """Have a browser hand the answer to the site that asked, where it is one of the form's."""
    origin = request.headers.get("origin")
    if form is not None and origin is not None and origin in form.origins:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Vary"] = "Origin"


def _shown(request: Request, sheet: Sheet) -> Response:
    if _wants_json(request):
        fields = [{"name": name, "label": label} for name, label in sheet.fields.items()]
        return JSONResponse(
            {"title": sheet.form.title, "fields": fields, "ticket": sheet.ticket}, 200, HEADERS
        )
    asked = "".join(_field(name, label) for name, label in sheet.fields.items())
    form = sheet.form
    if form.topic is None and "title" in sheet.fields:
        asked += _choice("topic", "What is it about?", {t: t.replace("_", " ") for t in Topic})
    if form.severity is None and "title" in sheet.fields:
        asked += _choice("severity", "How bad is it?", {s: s.value for s in Severity})
    trap = f'<p hidden><label>Leave empty <input name="{TRAP}" autocomplete="off"></label></p>'
    ticket = f'<input type="hidden" name="ticket" value="{escape(sheet.ticket)}">'
    sent = '<p><button type="submit">Send</button></p>'
    action = escape(request.url.path)
    body = f'<form method="post" action="{action}">{asked}{trap}{ticket}{sent}</form>'
    return _page(form.title, f"<h1>{escape(form.title)}</h1>{body}", 200)


def _field(name: str, label: str) -> str:
    long = name in {"text", "what", "statement"}
    kind = "email" if name in {"email", "contact"} else "text"
    made = (
        f'<textarea name="{name}" rows="6" required></textarea>'
        if long
        else f'<input type="{kind}" name="{name}" required>'
    )
    return f"<p><label>{escape(label)}<br>{made}</label></p>"


def _choice(name: str, label: str, options: Mapping[str, str]) -> str:
    listed = "".join(
        f'<option value="{escape(value)}">{escape(text)}</option>'
        for value, text in options.items()
    )
    return f'<p><label>{escape(label)}<br><select name="{name}">{listed}</select></label></p>'


def _refused(request: Request, error: HubError) -> Response:
    others = error.others if isinstance(error, Invalid) else ()
    said = [one.message for one in (error, *others)]
    status = _status(error)
    if _wants_json(request):
        held = {"error": error.code, "message": " ".join(said), "path": list(error.path)}
        return JSONResponse(held, status, HEADERS)
    rows = "".join(f"<p>{escape(one)}</p>" for one in said)
    return _page("Not sent", f"<h1>This was not sent</h1>{rows}", status)


def _status(error: HubError) -> int:
    if error.code in _CODES:
        return _CODES[error.code]
    return next((code for kind, code in _STATUS if isinstance(error, kind)), 500)


def _later(request: Request, wait: RetryLater) -> Response:
    seconds = max(1, round(wait.seconds))
    said = f"Too much was sent at once; send this again in {seconds} seconds."
    headers = {**HEADERS, "Retry-After": str(seconds)}
    if _wants_json(request):
        return JSONResponse({"error": "too_many_sent", "message": said}, 429, headers)
    response = _page("Not sent", f"<h1>This was not sent</h1><p>{said}</p>", 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _page(title: str, body: str, status: int) -> Response:
    style = "body{font:1rem/1.5 sans-serif;margin:2rem auto;max-width:40rem;padding:0 1rem}"
    style += "input,textarea,select{font:inherit;width:100%}"
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{style}</style>'
    return HTMLResponse(
        f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>',
        status,
        HEADERS,
    )
