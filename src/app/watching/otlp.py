"""Sending spans to a collector: OTLP over HTTP, protobuf. A thread of its own does it."""

from collections.abc import Sequence

import httpx2
import structlog
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

#: How long a collector may take, in seconds.
SECONDS = 5.0

log = structlog.get_logger()


class Collector(SpanExporter):
    """A collector at `url`. What it does not take is lost: the hub keeps no spans for it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._http = httpx2.Client(timeout=SECONDS)
        self._well = True

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send some spans, once."""
        body = encode_spans(spans).SerializeToString()
        try:
            answer = self._http.post(
                self._url, content=body, headers={"Content-Type": "application/x-protobuf"}
            )
            trouble = "" if answer.is_success else f"it answered {answer.status_code}"
        except (httpx2.HTTPError, RuntimeError) as error:  # The latter once it is closed.
            trouble = type(error).__name__
        self._say(trouble)
        return SpanExportResult.FAILURE if trouble else SpanExportResult.SUCCESS

    def shutdown(self) -> None:
        """Close the connection."""
        self._http.close()

    def _say(self, trouble: str) -> None:
        """Say that it does not answer, or does again, and nothing in between."""
        if trouble and self._well:
            log.warning("spans_lost", reason=trouble)
        elif not trouble and not self._well:
            log.info("spans_sent_again")
        self._well = not trouble
