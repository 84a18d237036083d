"""How many sockets and streams somebody holds open at a process.

Each of them stays for hours and costs memory, a listener and a look at its token. Who has not said
yet who they are is counted by their address.
"""

from collections import Counter

#: How many sockets and streams a person holds at one process, if nobody says otherwise: a front
#: end has one for each tab. Ours.
SOCKETS = 50

#: How many times as many may come from one address without having said yet who they are: a whole
#: company may stand behind it. Ours.
STRANGERS = 10


class Line:
    """One of somebody's, until it is given up."""

    def __init__(self, lines: "Lines", who: str) -> None:
        self._lines = lines
        self._who: str | None = who

    def move(self, who: str) -> bool:
        """Count it as `who`'s from now on; False, and nothing moves, if they have none left."""
        if not self._lines._enter(who, self._lines.most):  # noqa: SLF001  A line is one of them.
            return False
        self.leave()
        self._who = who
        return True

    def leave(self) -> None:
        """Give it back; again is nothing."""
        if self._who is not None:
            self._lines._exit(self._who)  # noqa: SLF001  Likewise.
            self._who = None


class Lines:
    """The sockets and streams of one process, `most` for each."""

    def __init__(self, most: int = SOCKETS) -> None:
        self.most = most
        self._held: Counter[str] = Counter()

    def take(self, who: str, *, known: bool = True) -> Line | None:
        """Return one for `who`, a person if they are `known`; None if they have none left."""
        most = self.most if known else self.most * STRANGERS
        return Line(self, who) if self._enter(who, most) else None

    def _enter(self, who: str, most: int) -> bool:
        if self._held[who] >= most:
            return False
        self._held[who] += 1
        return True

    def _exit(self, who: str) -> None:
        self._held[who] -= 1
        if not self._held[who]:
            del self._held[who]


#: What holds nothing: of a request that is answered at once.
NOBODYS = Line(Lines(), "")
NOBODYS.leave()
