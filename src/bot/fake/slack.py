"""The fake as a whole: its workspaces, its clock, and the knobs that tests turn."""

from dataclasses import dataclass, field

from bot.fake.calls import Calls
from bot.fake.faults import Faults
from bot.fake.rates import Rates
from bot.fake.sockets import Sockets
from bot.fake.workspaces import Workspaces
from domain.clock import Clock


@dataclass(slots=True)
class FakeSlack:
    """Everything the doors of the fake share."""

    workspaces: Workspaces
    clock: Clock
    origin: str
    """Where the look-alike stands, e.g. `http://127.0.0.1:8000`; response_urls begin with it."""
    limits: bool = True
    """Whether calls are counted against Slack's rate limits."""
    faults: Faults = field(default_factory=Faults)
    calls: Calls = field(default_factory=Calls)
    rates: Rates = field(default_factory=Rates)
    sockets: Sockets = field(init=False)
    """The app's sockets, if it connects instead of being reached."""

    def __post_init__(self) -> None:
        self.sockets = Sockets(self.workspaces.app.id)
