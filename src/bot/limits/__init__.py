"""What Slack accepts: its numbers, and a check of whole messages and views against them.

The fake holds these limits, the tests of every card ask `problems`, the gallery shows them.
"""

from bot.limits.numbers import (
    BLOCKS_JSON_CHARACTERS_MAX,
    HOUSE_SENT_BYTES_MAX,
    MESSAGE_TEXT_MAX,
    MESSAGE_TEXT_UPDATE_MAX,
    SELECT_OPTIONS_MAX,
    VIEW_JSON_BYTES_MAX,
    VIEW_STACK_MAX,
)
from bot.limits.shape import Problem, Surface
from bot.limits.surfaces import problems, refusals, sent_bytes
from bot.limits.texts import options_of

__all__ = [
    "BLOCKS_JSON_CHARACTERS_MAX",
    "HOUSE_SENT_BYTES_MAX",
    "MESSAGE_TEXT_MAX",
    "MESSAGE_TEXT_UPDATE_MAX",
    "SELECT_OPTIONS_MAX",
    "VIEW_JSON_BYTES_MAX",
    "VIEW_STACK_MAX",
    "Problem",
    "Surface",
    "options_of",
    "problems",
    "refusals",
    "sent_bytes",
]
