"""How the hub writes its log: a line each, and tracebacks without the values in them.

structlog's own default prints every local variable of every frame where rich is installed, tokens
included, and takes seconds for it.
"""

import structlog


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
