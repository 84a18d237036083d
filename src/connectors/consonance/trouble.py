"""What can go wrong with Consonance, below `domain.errors.Upstream`."""

from domain.errors import Upstream


class NoTitles(Upstream):
    """There is no answer, or none that can be used; the message says why and what to do."""

    def __init__(self, code: str, problem: str) -> None:
        super().__init__(f"consonance_{code}", f"Consonance {problem}.")
        self.problem = problem
