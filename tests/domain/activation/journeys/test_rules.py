"""How messages are signed, who gets them, and when they are tried again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.webhooks.fake import Receiver
from domain.activation.journeys import rules
from domain.activation.journeys.model import Delivery, Endpoint, EndpointState, EventKind
from domain.requests.model import Request, RequestState

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
REQUEST = Request(
    id="req_1",
    number=1,
    kind="targeting",
    title="Hills",
    requester_id="usr_1",
    brand_id="brd_1",
    agency_id=None,
    markets=("AT", "DE"),
    state=RequestState.APPROVED,
    revision=1,
    version=1,
    payload={},
    note=None,
    trouble=None,
    created_at=NOW,
    updated_at=NOW,
)


def endpoint(
    id_: str,
    *,
    brands: tuple[str, ...] = (),
    markets: tuple[str, ...] = (),
    state: EndpointState = EndpointState.ACTIVE,
) -> Endpoint:
    return Endpoint(id_, id_, "https://hooks.example.com/", brands, markets, state, NOW, "new")


def test_a_signature_is_that_of_the_specifications_own_example() -> None:
    at = datetime.fromtimestamp(1614265330, UTC)
    made = rules.headers([SECRET], "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')

    assert made["webhook-id"] == "msg_p5jXN8AQM9LWM0D4loKWxJek"
    assert made["webhook-timestamp"] == "1614265330"
    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_two_secrets_sign_while_they_overlap_and_one_afterwards() -> None:
    rotated = Endpoint(
        "enp_1",
        "Journeys",
        "https://hooks.example.com/",
        (),
        (),
        EndpointState.ACTIVE,
        NOW,
        "new",
        "old",
        NOW + rules.OVERLAP,
    )
    during = rules.sealed_now(rotated, NOW + timedelta(hours=23))
    after = rules.sealed_now(rotated, NOW + rules.OVERLAP)
    both = rules.headers([rules.new_secret(b"a" * 32), SECRET], "msg_1", NOW, b"{}")

    assert (during, after) == (("new", "old"), ("new",))
    assert [one[:3] for one in both["webhook-signature"].split(" ")] == ["v1,", "v1,"]


def test_secrets_are_in_nothing_that_is_printed() -> None:
    assert "new" not in repr(endpoint("enp_1"))


def test_the_endpoint_that_is_meant_most_narrowly_gets_a_journey() -> None:
    every, brand = endpoint("enp_9"), endpoint("enp_1", brands=("brd_1",))
    market = endpoint("enp_2", brands=("brd_1",), markets=("AT", "CH", "DE"))
    other = endpoint("enp_3", brands=("brd_2",))
    part = endpoint("enp_4", brands=("brd_1",), markets=("DE",))
    gone = endpoint("enp_5", brands=("brd_1",), markets=("AT", "DE"), state=EndpointState.GONE)
    paused = endpoint("enp_6", state=EndpointState.PAUSED)

    assert rules.chosen([every, brand, market, other, part, gone], REQUEST) == market
    assert rules.chosen([every, brand, other], REQUEST) == brand
    assert rules.chosen([paused, other], REQUEST) == paused
    assert rules.chosen([other, part, gone], REQUEST) is None


def test_a_list_goes_out_in_pages_that_hold_everybody_once() -> None:
    accounts = [f"acc_{at}" for at in range(101)]
    pages = rules.pages(accounts)

    assert [len(one) for one in pages] == [50, 50, 1]
    assert [account for page in pages for account in page] == accounts


def test_it_is_tried_for_a_day_with_growing_waits_and_then_given_up() -> None:
    waits = [rules.wait_after(at, 500, None) for at in range(1, 11)]
    known = [one for one in waits if one is not None]

    assert known == sorted(known)
    assert timedelta(hours=24) < sum(known, timedelta()) < timedelta(hours=25)
    assert waits[-1] is None


@pytest.mark.parametrize(
    ("code", "asked", "seconds"),
    [(503, 600, 600), (429, 600, 600), (500, 600, 10), (503, 1, 10), (503, 9e9, 86_400)],
)
def test_a_receiver_out_of_breath_says_how_long_it_needs(
    code: int, asked: float, seconds: int
) -> None:
    assert rules.wait_after(1, code, asked) == timedelta(seconds=seconds)


def delivery(kind: EventKind, minutes: int, revision: int, **changes: Any) -> Delivery:
    made = NOW + timedelta(minutes=minutes)
    known: dict[str, Any] = {"attempts": 1, "endpoint_id": "enp_1"} | changes
    return Delivery(
        id=f"msg_{minutes}",
        key=str(minutes),
        request_id="req_1",
        revision=revision,
        kind=kind,
        account_ids=(),
        made_at=made,
        **known,
    )


@pytest.mark.parametrize(
    ("later", "outdated"),
    [
        (delivery(EventKind.STARTED, 10, 2), True),
        (delivery(EventKind.STARTED, 10, 2, attempts=0), False),
        (delivery(EventKind.STARTED, 10, 2, endpoint_id="enp_2"), False),
        (delivery(EventKind.STARTED, 1, 1), False),
        (delivery(EventKind.REMOVED, 10, 2), False),
    ],
)
def test_the_end_of_a_list_is_not_told_once_a_later_one_may_have_been_heard_of(
    later: Delivery,
    outdated: bool,  # noqa: FBT001  A case.
) -> None:
    stopped = delivery(EventKind.STOPPED, 5, 1)

    assert (rules.outdated(stopped, [stopped, later]) is not None) is outdated
    assert rules.outdated(later, [stopped, later]) is None


def test_a_receiver_goes_by_when_things_were_asked_for_and_not_by_when_they_came() -> None:
    def body(kind: str, at: datetime, *accounts: str) -> dict[str, Any]:
        named = [{"account": one} for one in accounts]
        return {"type": kind, "timestamp": at.isoformat(), "data": {"members": named}}

    receiver = Receiver()
    receiver.taken = {
        "msg_1": body("journey.started", NOW, "one"),
        "msg_3": body("journey.started", NOW + timedelta(hours=2), "two"),
        "msg_2": body("journey.stopped", NOW + timedelta(hours=1)),
    }

    assert receiver.members() == {"two"}
