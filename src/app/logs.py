"""How the hub writes its log: a line each, and tracebacks without the values in them.

structlog's own default prints every local variable of every frame where rich is installed, tokens
included, and takes seconds for it.
"""

import logging
import re

import structlog

#: Routes whose next part opens what is there, to whoever has it.
_OPENING = re.compile(r"(/(?:media|charts|feeds)/)[^/ ]+")


class WithoutQuery(logging.Filter):
    """Takes out of the lines about requests what opens things by itself.

    That follows the `?`, or is a part of the path: addresses of media, of charts, of feeds.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass, shortened."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                _OPENING.sub(r"\1...", arg.partition("?")[0]) if isinstance(arg, str) else arg
                for arg in record.args
            )
        return True


_WITHOUT_QUERY = WithoutQuery()


def shorten_requests() -> None:
    """Have the server's lines about requests say no query; once it has set its log up."""
    logging.getLogger("uvicorn.access").addFilter(_WITHOUT_QUERY)


def configure() -> None:
    """Set the log up; to be called before anything is logged."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            ),
        ]
    )
