"""Blocks and views as short as they can be, for tests to put one thing into."""

from typing import Any

from bot.limits import Surface, refusals

Json = dict[str, Any]


def plain(text: str = "text") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "text") -> Json:
    return {"type": "mrkdwn", "text": text}


def message(*blocks: Json, text: str = "What it says") -> Json:
    return {"text": text, "blocks": list(blocks)}


def modal(*blocks: Json, **more: Any) -> Json:
    named = {"type": "modal", "title": plain(), "submit": plain()}
    return {**named, "blocks": list(blocks), **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "b", "text": plain(), **more}


def option(value: str = "v", **more: Any) -> Json:
    return {"text": plain(), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(str(number)) for number in range(count)]


def entry(kind: str, **more: Any) -> Json:
    element = {"type": kind, "action_id": "e", **more}
    return {"type": "input", "label": plain(), "element": element}


def confirm(**more: Any) -> Json:
    texts = {name: plain() for name in ("title", "text", "confirm", "deny")}
    return {**texts, **more}


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def image(**more: Any) -> Json:
    return {"type": "image", "image_url": "https://x.example/i.png", "alt_text": "A", **more}


def codes(payload: Json, surface: Surface) -> set[str]:
    return {problem.code for problem in refusals(payload, surface)}
