"""What is known of chat beside cards."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stranger:
    """An account in chat that did something and belongs to nobody: since when, and how often."""

    workspace_id: str
    chat_user_id: str
    first_seen_at: datetime
    last_seen_at: datetime
    times: int
