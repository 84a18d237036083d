"""The few pages of the bot: a headline, sentences, perhaps a form; no script, nothing foreign."""

from html import escape
from http import HTTPStatus

from starlette.responses import HTMLResponse

from bot.catalogues import ENGLISH, languages
from bot.language import spoken_here

#: Nothing is loaded, nothing framed, and forms go nowhere but here.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_STYLE = "body{font:16px/1.5 sans-serif;max-width:34em;margin:3em auto;padding:0 1em}"


def page(title: str, said: str, form: str = "", *, status: int = HTTPStatus.OK) -> HTMLResponse:
    """Return a page; `title` and `said` are escaped, `form` is markup of ours."""
    body = (
        f'<!doctype html><html lang="{spoken_here()}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1><p>{escape(said)}</p>{form}</html>"
    )
    return HTMLResponse(body, status, HEADERS)


def wanted(accepted: str) -> str:
    """Return the first language of a browser's `Accept-Language` that we speak, else English.

    Browsers name what they want most first.
    """
    for part in accepted.split(","):
        tag = part.partition(";")[0].strip()
        if tag.partition("-")[0].lower() in languages():
            return tag
    return ENGLISH


def post_form(action: str, hidden: dict[str, str], label: str, fields: str = "") -> str:
    """Return a form with `hidden` values and one button; `fields` are markup of ours."""
    held = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in hidden.items()
    )
    return (
        f'<form method="post" action="{escape(action)}">{held}{fields}'
        f'<p><button type="submit">{escape(label)}</button></p></form>'
    )


def text_field(name: str, label: str, kind: str = "text") -> str:
    """Return a field to write in."""
    return (
        f'<p><label>{escape(label)}<br><input name="{escape(name)}" type="{escape(kind)}"'
        ' required maxlength="2000" autocomplete="off" size="40"></label></p>'
    )
