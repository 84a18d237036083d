"""Numbers that carry a check of their own. Pure."""

_ISBN_LENGTH = 13


def is_isbn(digits: str) -> bool:
    """Whether 13 digits, without hyphens, are an ISBN: from 978 or 979, the last one right."""
    if len(digits) != _ISBN_LENGTH or not (digits.isascii() and digits.isdigit()):
        return False
    summed = sum(int(one) * (3 if place % 2 else 1) for place, one in enumerate(digits))
    return digits.startswith(("978", "979")) and summed % 10 == 0
