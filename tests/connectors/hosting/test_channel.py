"""What the answers of a host mean to a target, whatever they are."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from connectors.hosting.channel import (
    ANSWER_BYTES_MAX,
    WAIT,
    WAIT_MAX,
    Answer,
    Channel,
    Host,
    Unheard,
)
from connectors.hosting.saying import SENTENCE_LENGTH_MAX, SENTENCES_MAX, said_in
from domain.jobs.model import GiveUp, RetryLater
from domain.targets.model import NotLetIn, Refused

HOST = Host("The host", "host", "THE_SETTING", "its owner to allow it")
TOKEN = "a-secret-token"

#: What a host says how many there are: a number, and what Python reads as none.
TOTALS = ("12", "9" * 5_000)


class Standing:
    """What lets in once and for all."""

    async def header(self, *, stale: str | None = None) -> str:  # noqa: ARG002  As it is asked.
        return f"Bearer {TOKEN}"


Give = Callable[[httpx2.Request], httpx2.Response]


async def asked(give: Give) -> Answer:
    async def serve(request: httpx2.Request) -> httpx2.Response:
        return give(request)

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(serve)) as http:
        channel = Channel(http, HOST, Standing(), base_url="https://host.example/api/")
        return await channel.ask("POST", "/episodes", json={"title": "One"})


def answering(status: int, **given: Any) -> Give:
    return lambda request: httpx2.Response(status, request=request, **given)


def failing(error: Exception) -> Give:
    def fail(_: httpx2.Request) -> httpx2.Response:
        raise error

    return fail


@pytest.mark.parametrize("status", [500, 502, 503, 408, 302])
async def test_an_answer_that_leaves_open_what_happened_is_no_refusal(status: int) -> None:
    with pytest.raises(Unheard, match=f"status {status}"):
        await asked(answering(status))


@pytest.mark.parametrize("error", [httpx2.ReadTimeout("late"), httpx2.ReadError("cut")])
async def test_a_lost_answer_leaves_open_what_happened(error: Exception) -> None:
    with pytest.raises(Unheard):
        await asked(failing(error))


async def test_an_answer_that_does_not_come_in_time_leaves_open_what_happened() -> None:
    async def never(_: httpx2.Request) -> httpx2.Response:
        await asyncio.Event().wait()
        raise AssertionError

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(never)) as http:
        channel = Channel(http, HOST, Standing(), base_url="https://host.example", seconds=0.01)
        with pytest.raises(Unheard, match=r"did not answer within 0\.01 s"):
            await channel.ask("POST", "/episodes")


@pytest.mark.parametrize("error", [httpx2.ConnectError("refused"), httpx2.ConnectTimeout("late")])
async def test_a_host_that_was_never_reached_has_done_nothing(error: Exception) -> None:
    with pytest.raises(RetryLater, match="cannot be reached") as later:
        await asked(failing(error))

    assert later.value.seconds == WAIT


@pytest.mark.parametrize("content", [b"<html>fine</html>", b"\xff", b"[" * 5_000])
async def test_a_good_answer_that_cannot_be_read_leaves_open_what_happened(content: bytes) -> None:
    with pytest.raises(Unheard, match="no JSON"):
        await asked(answering(200, content=content))


async def test_an_answer_without_end_is_not_read_to_it() -> None:
    with pytest.raises(Unheard, match="more than any answer should hold"):
        await asked(answering(200, content=b"x" * (ANSWER_BYTES_MAX + 1)))


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("30", 30), ("999999", WAIT_MAX), ("soon", WAIT), ("-1", WAIT), ("", WAIT)],
)
async def test_patience_is_had_for_as_long_as_is_asked_within_bounds(
    said: str, seconds: float
) -> None:
    with pytest.raises(RetryLater) as later:
        await asked(answering(429, headers={"retry-after": said}))

    assert later.value.seconds == seconds


@pytest.mark.parametrize(
    ("status", "stop", "said"), [(401, NotLetIn, "THE_SETTING"), (403, GiveUp, "its owner")]
)
async def test_who_is_not_let_in_hears_who_can_mend_it(
    status: int, stop: type[Exception], said: str
) -> None:
    with pytest.raises(stop, match=said) as end:
        await asked(answering(status, json={"error": f"bad token {TOKEN}"}))

    assert TOKEN not in str(end.value)


async def test_a_redirect_carries_no_token_elsewhere() -> None:
    heard = []

    def give(request: httpx2.Request) -> httpx2.Response:
        heard.append(request.url.host)
        return httpx2.Response(302, request=request, headers={"location": "https://evil.example"})

    with pytest.raises(Unheard):
        await asked(give)

    assert heard == ["host.example"]


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ({"errors": {"title": ["can't be blank"]}}, ("title can't be blank",)),
        ({"errors": [{"message": "One."}, {"message": "One."}]}, ("One",)),
        ({"error": {"message": "Two\n lines"}}, ("Two lines",)),
        ({"status": 3}, ("no reason given (status 422)",)),
        (None, ("no reason given (status 422)",)),
    ],
)
async def test_a_refusal_is_told_in_the_words_of_the_host(
    body: object, problems: tuple[str, ...]
) -> None:
    with pytest.raises(Refused) as refused:
        await asked(answering(422, json=body))

    assert refused.value.problems == tuple(f"The host: {one}" for one in problems)


def test_of_many_long_words_no_more_is_passed_on_than_people_read() -> None:
    deep: object = "below"
    for _ in range(20):
        deep = [deep]

    found = said_in([deep, *(f"{at}{'x' * 1_000}" for at in range(100))])

    assert len(found) == SENTENCES_MAX
    assert {len(one) for one in found} == {SENTENCE_LENGTH_MAX}


async def test_a_total_of_thousands_of_digits_is_none_and_the_answer_is_taken() -> None:
    told = [(await asked(answering(200, headers={"x-total": said}))).total for said in TOTALS]

    assert told == [12, None]
