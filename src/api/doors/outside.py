"""What every door for people outside has: what is taken from them, and pages of ours in answer.

Nothing that anybody sent is ever shown again.
"""

from html import escape
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from api.callers.trouble import come_again, status_of
from api.doors.taking import whole
from domain.errors import Forbidden, HubError, Invalid
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


_TOO_LARGE = f"A form has at most {BODY_BYTES_MAX:,} bytes; say it shorter, or send a link to it."

#: Statuses of refusals whose code has one of its own.
_CODES = {"too_large": 413, "not_utf8": 400, "too_many": 400, "wrong_type": 415}


async def values_of(request: Request) -> dict[str, str]:
    """Return what was filled in, by name; the last of each counts."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM_TYPE:
        raise Invalid("wrong_type", f"Send the form as {FORM_TYPE}.")
    body = await whole(request, BODY_BYTES_MAX, _TOO_LARGE)
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


def require_origin(request: Request, origins: tuple[str, ...]) -> None:
    """Raise `Forbidden` for a form that another site sends than ours and those that may."""
    origin = request.headers.get("origin")
    if origin is None or origin in origins:
        return
    try:
        site = urlsplit(origin).netloc
    except ValueError:
        site = ""
    if site != request.headers.get("host"):
        raise Forbidden(
            "foreign_site", "This form may not be sent from this site; ask for a form of its own."
        )


def refused(request: Request, error: HubError, title: str = "This was not sent") -> Response:
    """Return why something was not done; a page is headed by `title`."""
    others = error.others if isinstance(error, Invalid) else ()
    said = [one.message for one in (error, *others)]
    status = _CODES.get(error.code) or status_of(error)
    if wants_json(request):
        held = {"error": error.code, "message": " ".join(said), "path": list(error.path)}
        return JSONResponse(held, status, HEADERS | come_again(error))
    rows = "".join(f"<p>{escape(one)}</p>" for one in said)
    response = page(title, f"<h1>{title}</h1>{rows}", status)
    response.headers.update(come_again(error))
    return response


def later(request: Request, wait: RetryLater) -> Response:
    """Return that too much came at once, and when to come again."""
    seconds = max(1, round(wait.seconds))
    said = f"Too much was sent at once; send this again in {seconds} seconds."
    headers = {**HEADERS, "Retry-After": str(seconds)}
    if wants_json(request):
        return JSONResponse({"error": "too_many_sent", "message": said}, 429, headers)
    response = page("This was not sent", f"<h1>This was not sent</h1><p>{said}</p>", 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def wants_json(request: Request) -> bool:
    """Whether whoever asks is a program that reads JSON."""
    return "application/json" in request.headers.get("accept", "")


def page(title: str, body: str, status: int) -> Response:
    """Return a page of ours; `body` is HTML already."""
    style = "body{font:1rem/1.5 sans-serif;margin:2rem auto;max-width:40rem;padding:0 1rem}"
    style += "input,textarea,select{font:inherit;width:100%}"
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{style}</style>'
    return HTMLResponse(
        f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>',
        status,
        HEADERS,
    )
