"""What can go wrong with Consonance, below `domain.errors.Upstream`, and with a record of it."""

from domain.errors import Upstream


class NoTitles(Upstream):
    """There is no answer, or none that can be used; the message says why and what to do."""

    def __init__(self, code: str, problem: str) -> None:
        super().__init__(f"consonance_{code}", f"Consonance {problem}.")
        self.problem = problem


class Bad(Exception):
    """A record cannot be taken in: `reason` says what is wrong, `cure` what to do about it."""

    def __init__(self, reason: str, cure: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cure = cure
