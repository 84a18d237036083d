"""What transactions take turns at, each under a number of its own: one list, so that none is two.

The numbers are PostgreSQL's advisory locks; processes of different versions share them, so a number
is never given to something else.
"""

from enum import IntEnum, unique


@unique
class Turn(IntEnum):
    """A thing that one transaction does at a time."""

    CLAIMS = 1
    ANCHORS = 2
    SHIPPING = 3  # Bringing decision tables in.
    RELEASING = 4  # Versions of them.
    ADMINS = 5  # Looking whether an admin is left.
    CIRCLES = 6  # Looking for circles of people who stand in for one another.
    COMPENSATIONS = 20  # Adding up what an account was given.
    RIGHTS = 27  # What two people sign at once must not contradict each other.
    IMPORTING = 28
    CONSENTS = 30  # The first line of somebody makes their key.
    METRICS = 40  # What is looked at stays so until it is written.
    ALERTS = 41  # Nobody handles what ends in this very moment.
    LEADS = 42  # One address is one lead of a brand; taken before CONSENTS.
    AUDIENCE = 43  # What was counted says what may be counted next; taken before CONSENTS.
    ENDPOINTS = 44  # Counting where journeys go.
    WEBHOOKS = 54  # Counting whose webhooks there are.
    ARCHIVES = 67  # Which stretch of the record is archived next.
    RETIRING = 68  # Which jobs leave the outbox next.
