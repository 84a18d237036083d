"""What the fake says no with."""


class RefusedError(Exception):
    """The fake says no."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
