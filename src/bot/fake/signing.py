"""Slack's v0 signature: HMAC-SHA256 over version, timestamp and raw body."""

import hashlib
import hmac
from datetime import datetime

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def signed_headers(secret: str, body: bytes, now: datetime, content_type: str) -> dict[str, str]:
    """Return the headers with which Slack would send this body at this instant."""
    timestamp = str(int(now.timestamp()))
    base = b"v0:" + timestamp.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (look-alike, not Slack)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest}",
    }
