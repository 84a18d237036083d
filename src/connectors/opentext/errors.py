"""What can go wrong with a decision service, below `domain.errors.Upstream`."""

from domain.errors import Upstream


class NoDecision(Upstream):
    """There is no answer, or none that can be used; the message says why in plain words."""

    def __init__(self, code: str, name: str, problem: str) -> None:
        super().__init__(code, f"{name} {problem}; people look.")
        self.problem = problem


class Unsuitable(ValueError):
    """A fact cannot be given, or an answer not be read; the text says what, and of which."""
