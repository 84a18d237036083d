"""What a host says is wrong, as sentences fit to be shown; no host documents the form it has."""

from collections.abc import Iterator
from typing import Any

import orjson

#: How many sentences of a host's are passed on, and how long one is, in characters.
SENTENCES_MAX, SENTENCE_LENGTH_MAX = 10, 300

#: How deep words may lie in an answer.
_DEEP = 6

#: Where words for people stand; what stands elsewhere is for programs.
_WORDS = ("error_message", "message", "messages", "error", "errors", "issues", "detail")


def sentences(content: bytes) -> tuple[str, ...]:
    """Return what the body of a refusal says; nothing where it cannot be read."""
    try:
        return said_in(orjson.loads(content))
    except orjson.JSONDecodeError:
        return ()


def said_in(told: object) -> tuple[str, ...]:
    """Return the sentences in something told, each once, one line each, without a full stop."""
    found = (" ".join(one.split())[:SENTENCE_LENGTH_MAX].rstrip(". ") for one in _words(told))
    return tuple(dict.fromkeys(filter(None, found)))[:SENTENCES_MAX]


def _words(told: Any, deep: int = 0) -> Iterator[str]:  # noqa: ANN401  JSON is whatever it is.
    if deep > _DEEP:
        return
    if isinstance(told, str):
        yield told
    elif isinstance(told, list):
        for one in told:
            yield from _words(one, deep + 1)
    elif isinstance(told, dict):
        worded = [told[name] for name in _WORDS if told.get(name)]
        if worded:
            for one in worded:
                yield from _words(one, deep + 1)
        else:  # By field, as `{"title": ["can't be blank"]}`.
            for name, one in told.items():
                yield from (f"{name} {word}" for word in _words(one, deep + 1))
