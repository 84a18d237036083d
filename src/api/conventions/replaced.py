"""What there is a better form of: which, and until when the old one stays."""

#: When the fields that are replaced so far are removed: two releases later at the least.
REMOVED_AFTER = "2027-06-01"


def by(better: str) -> str:
    """Return the reason of a deprecation in favour of the field `better`."""
    return f"Use `{better}`. Removed after {REMOVED_AFTER}."
