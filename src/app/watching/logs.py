"""How the hub writes its log: a line each on stderr, and tracebacks without the values in them.

JSON where stderr is no terminal. Every line says when, how grave, in which part of which process,
and what it was done for: the ids of `domain.steps`. structlog's own default prints every local
variable of every frame where rich is installed, tokens included, and takes seconds for it.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import orjson
import structlog
from structlog.typing import EventDict, Processor

from domain import steps
from domain.steps import StepKind

#: What is left out of every line, whoever writes it: what opens something, what somebody wrote,
#: and who somebody is.
WITHHELD = frozenset(
    {
        *("access_token", "authorization", "bot_token", "client_secret", "cookie", "credentials"),
        *("key_material", "password", "refresh_token", "response_url", "secret", "set_cookie"),
        *("signature", "token", "tokens"),
        *("body", "content", "headers", "payload", "query", "text", "variables"),
        *("address", "addresses", "email", "mail", "phone", "recipient", "recipients"),
    }
)

#: What is blackened within a text: tokens of ours, of Slack's, of sign-ins, what is called so, who
#: signs in to an address, what opens media, charts and feeds by itself, and mail addresses.
_WITHIN = re.compile(
    r"(?:\bglt_|\bxox[a-z]-|\bxapp-)[\w.-]+"
    r"|(?<=://)[^\s/@]+:[^\s/@]+(?=@)"
    r"|(?<=/media/)[\w~.-]{8,}|(?<=/charts/)[\w~.-]{8,}|(?<=/feeds/)[\w~.-]{8,}"
    r"|\b(?:Bearer|Basic)\s+[\w.~+/=-]{8,}"
    r"|\beyJ[\w-]+\.[\w-]+\.[\w-]*"
    r"|[\w-]*(?:token|secret|password)['\"]?\s*[=:]\s*['\"]?[^\s&\"',}]+|\bcode=[^\s&\"']+"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+",
    re.IGNORECASE,
)

#: What stands in the place of what is left out.
BLACK = "[withheld]"

#: How grave a line has to be, by name.
LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


class Stderr:
    """Writes lines to what is stderr just then."""

    def msg(self, line: str) -> None:
        """Write a line."""
        sys.stderr.write(line + "\n")

    log = debug = info = warn = warning = error = exception = critical = fatal = msg


class _Adopted(logging.Handler):
    """Writes the lines of libraries where ours go."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        Stderr().msg(self.format(record))


def configure(level: str = "info", *, part: str = "", process: str = "") -> None:
    """Set the log up; to be called before anything is logged, and again once more is known.

    `part` and `process` say who writes.
    """
    whose = {"part": part, "process": process} if part else {}
    structlog.configure(
        processors=[*_made(whose), _rendering()],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=lambda *_: Stderr(),
    )


def adopt(level: str = "info", *, part: str = "", process: str = "") -> None:
    """Have the libraries' lines, uvicorn's above all, written in the same form."""
    whose = {"part": part, "process": process} if part else {}
    handler = _Adopted()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_made(whose),
                _rendering(),
            ],
            foreign_pre_chain=[structlog.stdlib.add_logger_name],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # What libraries say to whoever looks closely holds what they send.
    root.setLevel(max(LEVELS[level], logging.INFO))
    for name in ("uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    # Each call is a line of ours already, and who opens the database says so.
    for name in ("httpx2", "tortoise"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _made(whose: MutableMapping[str, str]) -> list[Processor]:
    def of_whom(_: object, __: str, line: EventDict) -> EventDict:
        line.update(whose)
        return line

    return [
        within_step,
        structlog.processors.format_exc_info,
        withheld,
        # What the hub says of itself comes last: it holds nothing that would have to be left out.
        of_whom,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]


def _rendering() -> Processor:
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer(colors=False, timestamp_key="time")
    return structlog.processors.JSONRenderer(serializer=_json)


def _json(line: object, **_: Any) -> str:  # noqa: ANN401  Whatever the renderer gives.
    return orjson.dumps(line, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


def within_step(_: object, __: str, line: EventDict) -> EventDict:
    """Say what a line was written for."""
    step = steps.present()
    if step is not None:
        put_step(step, line)
    return line


def put_step(step: steps.Step, line: EventDict) -> None:
    """Put the ids of a step into a line that does not have them."""
    if step.origin:
        line.setdefault("request_id", step.origin)
    if step.trace:
        line.setdefault("trace_id", step.trace[3:35])
    if step.kind is StepKind.JOB:
        line.setdefault("job_kind", step.name)
        line.setdefault("job_id", step.facts["job_id"])
        if step.facts["subject"]:
            line.setdefault("subject", step.facts["subject"])


def withheld(_: object, __: str, line: EventDict) -> EventDict:
    """Leave out what nobody may read in a log."""
    for name, value in line.items():
        if name in WITHHELD:
            line[name] = BLACK
        elif isinstance(value, str):
            if not value.isalnum():  # Nothing of it is letters and digits alone.
                line[name] = _WITHIN.sub(BLACK, value)
        elif value is not None and not isinstance(value, (bool, int, float)):
            line[name] = _WITHIN.sub(BLACK, str(value))
    return line
