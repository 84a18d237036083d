"""Sending one webhook over HTTP: to a checked address, with no redirect, and little read of it."""

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ssl import SSLContext

import httpx2

from connectors.outgoing import Outgoing
from connectors.webhooks import addresses
from connectors.webhooks.addresses import Target
from domain.clock import Clock
from domain.errors import Invalid
from domain.webhooks import Answer, Message

#: How long one attempt may take from the first look-up to the last byte, in seconds. The
#: specification recommends 15 to 30.
SECONDS = 20.0

#: The most bytes of an answer that are read, and of those that are shown to people. Ours.
ANSWER_BYTES_MAX, SAID_BYTES_MAX = 16_384, 2_048


class WebhookSender:
    """Sends webhooks; see `domain.webhooks.Sender`.

    `loopback` lets plain addresses of this machine pass. Nothing of the environment counts: a
    proxy set there would make the connection in our place, to an address of its own choice.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        loopback: bool = False,
        resolve: addresses.Resolve = addresses.looked_up,
    ) -> None:
        self._clock = clock
        self._loopback = loopback
        self._resolve = resolve

    def require(self, address: str) -> None:
        """Raise `Invalid` for an address that nothing is ever sent to."""
        addresses.require(address, loopback=self._loopback)

    async def send(self, message: Message) -> Answer:
        """Send once; what goes wrong on the way is told without a word of what was sent."""
        seconds = min(message.seconds or SECONDS, SECONDS)
        try:
            async with asyncio.timeout(seconds):
                target = await addresses.checked(
                    message.address, self._resolve, loopback=self._loopback
                )
                return await post(target, message, self._clock.now())
        except Invalid as refusal:
            return Answer(None, refusal.message)
        except TimeoutError:
            return Answer(None, f"It did not answer within {seconds:g} seconds.")
        except (httpx2.HTTPError, OSError) as error:
            return Answer(None, f"It could not be reached: {type(error).__name__}.")


async def post(
    target: Target, message: Message, now: datetime, *, trust: SSLContext | None = None
) -> Answer:
    """Send to a target that was looked at; `trust` says whom to trust, if not the usual ones.

    Its certificate has to be that of its name, whatever address is connected to. Raises what the
    HTTP client does.
    """
    # A client of its own each time: nothing is kept between receivers, no cookie either.
    async with (
        Outgoing(
            "webhooks",
            verify=trust or True,
            timeout=SECONDS,
            trust_env=False,
            follow_redirects=False,
        ) as http,
        http.stream(
            "POST",
            target.url,
            content=message.body,
            headers={**message.headers, "host": target.host, "accept-encoding": "identity"},
            extensions={"sni_hostname": target.name},
        ) as answer,
    ):
        read = bytearray()
        async for piece in answer.aiter_raw():
            read += piece
            if len(read) > ANSWER_BYTES_MAX:
                break
        wait = _seconds(answer.headers.get("retry-after"), now)
        whole = bytes(read)
        said = whole[:SAID_BYTES_MAX].decode(errors="replace")
        return Answer(answer.status_code, retry_after=wait, body=_json(answer, whole), said=said)


def _json(answer: httpx2.Response, read: bytes) -> bytes:
    """Return the body of an answer if it is JSON and whole; nothing of any other."""
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    plain = "content-encoding" not in answer.headers
    whole = len(read) <= ANSWER_BYTES_MAX
    return read if kind == "application/json" and plain and whole else b""


def _seconds(said: str | None, now: datetime) -> float | None:
    """Return a `Retry-After`, seconds or a date, in seconds from now; None if it is neither."""
    if said is None:
        return None
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        then = parsedate_to_datetime(said)
    except (ValueError, OverflowError):  # The latter for years and zones beyond all numbers.
        return None
    until = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max((until - now).total_seconds(), 0.0)
