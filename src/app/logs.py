"""How the hub writes its log: a line each, and tracebacks without the values in them.

structlog's own default prints every local variable of every frame where rich is installed, tokens
included, and takes seconds for it.
"""

import logging

import structlog


class WithoutQuery(logging.Filter):
    """Takes what follows the `?` out of the lines about requests: addresses of files open them."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass, shortened."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                arg.partition("?")[0] if isinstance(arg, str) else arg for arg in record.args
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
