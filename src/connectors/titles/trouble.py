"""What makes a title no good."""


class Bad(Exception):
    """It cannot be taken in: `reason` says what is wrong, `cure` what to do about it."""

    def __init__(self, reason: str, cure: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cure = cure
