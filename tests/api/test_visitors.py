"""What is no person."""

import pytest

from api.doors.visitors import is_program

PERSON = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Safari/605.1.15"


@pytest.mark.parametrize(
    ("method", "headers", "program"),
    [
        ("GET", {"user-agent": PERSON}, False),
        ("HEAD", {"user-agent": PERSON}, True),
        ("GET", {}, True),
        ("GET", {"user-agent": " "}, True),
        ("GET", {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, True),
        ("GET", {"user-agent": "Slackbot-LinkExpanding 1.0"}, True),
        ("GET", {"user-agent": "facebookexternalhit/1.1"}, True),
        ("GET", {"user-agent": "curl/8.5.0"}, True),
        ("GET", {"user-agent": "python-requests/2.32"}, True),
        ("GET", {"user-agent": PERSON, "purpose": "prefetch"}, True),
        ("GET", {"user-agent": PERSON, "sec-purpose": "prefetch;prerender"}, True),
        ("GET", {"user-agent": PERSON, "x-moz": "prefetch"}, True),
    ],
)
def test_programs_and_looks_ahead_are_no_person(
    method: str,
    headers: dict[str, str],
    *,
    program: bool,
) -> None:
    assert is_program(method, headers) is program
