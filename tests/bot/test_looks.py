"""What a few messages look like, word for word."""

import re
from typing import Any

from inline_snapshot import snapshot

from bot.gallery import gallery

#: How Slack is told an instant, with the text for those who cannot show it.
DATE = re.compile(r"<!date[^|]*\|([^>]*)>")

SHOWN = {entry["name"]: entry["payload"] for entry in gallery()}


def lines(payload: dict[str, Any]) -> list[str]:
    """Return a message as one reads it: texts, and buttons in brackets."""
    found = []
    for block in payload["blocks"]:
        parts = [block.get("text"), *block.get("fields", ()), *block.get("elements", ())]
        for part in filter(None, parts):
            is_button = part["type"] == "button"
            text = f"[{part['text']['text']}]" if is_button else part["text"]
            found += DATE.sub(r"\1", text).split("\n")
    return found


def test_a_stage_that_waits_for_votes() -> None:
    assert lines(SHOWN["stage 1 of 3"]) == snapshot(
        [
            "#12 Spring launch",
            "*Asked by*",
            "The requester",
            "*Brand*",
            "Sample",
            "*Budget*",
            "12500.00 EUR",
            "*Flight*",
            "2026-12-01 to 2026-12-14",
            "*Markets*",
            "AT, DE",
            "*Revision*",
            "2",
            "*Readiness*",
            "✓ Audio: audio/wav, 20.0 s, 320,044 bytes",
            "*Brand*: 1 of 3 approvals",
            "Approved by A reviewer 2026-11-21 09:00 UTC",
            "In review · due 2026-11-22 07:00 UTC",
            "[Approve]",
            "[Reject]",
            "[Request changes]",
            "[Details]",
        ]
    )


def test_a_stage_that_was_rejected() -> None:
    assert lines(SHOWN["stage reject with reason"]) == snapshot(
        [
            "#12 Spring launch",
            "*Asked by*",
            "The requester",
            "*Brand*",
            "Sample",
            "*Budget*",
            "12500.00 EUR",
            "*Flight*",
            "2026-12-01 to 2026-12-14",
            "*Markets*",
            "AT, DE",
            "*Revision*",
            "2",
            "*Readiness*",
            "✓ Audio: audio/wav, 20.0 s, 320,044 bytes",
            "*Brand*: rejected",
            "Rejected by A reviewer 2026-11-21 09:00 UTC",
            ">The claim &lt;needs&gt; a source &amp; a date.",
            "In review",
            "[Details]",
        ]
    )


def test_a_requester_who_has_to_revise() -> None:
    assert lines(SHOWN["requester changes_requested"]) == snapshot(
        [
            "#12 Spring launch",
            "*Changes requested*",
            "• Brand: 0 of 1 approvals",
            ">Why, in their words.",
            "*Readiness*",
            "✓ Audio: audio/wav, 20.0 s, 320,044 bytes",
            "[Details]",
        ]
    )
