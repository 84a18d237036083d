"""The hub as one value: what every use case needs, passed along and never global."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from domain.authorising import Authoriser
from domain.charts.ports import ChartSource, Painter
from domain.clock import Clock
from domain.database import after_commit, before_commit
from domain.decision_service import DecisionService
from domain.feed import Feed
from domain.feed_writing import FeedWriter
from domain.files import FileStore
from domain.identities import Identities
from domain.insights import USUAL, Insight
from domain.jobs.model import Wake
from domain.jobs.service import Bell
from domain.public_feeds import FeedReader
from domain.remembered import Remembered
from domain.retention import Keep
from domain.secrets import Secrets
from domain.webhooks import Sender, asking
from domain.workflow_service import WorkflowService


@dataclass(frozen=True, slots=True)
class Hub:
    """Clock, keys, file store and settings of one running hub.

    `undo_window` is how long the last vote can be taken back before its effect begins.
    `unconnected` are the kinds of request that cannot go live here, for want of an account.
    `identities` is the issuer whose tokens let people in beside ours, if there is one;
    `decision_service` judges by the tables that were given to it, if one is connected;
    `workflow_service` runs the processes of the kinds that were given to it.
    `charts` has the values of charts, and `painter` makes pictures of them; without the first there
    are none, without the second none as PNG.
    `journeys` sends webhooks out of the house, where there is a way out.
    `podcasts` reads the public feeds of shows, where there is a way out.
    `authoriser` is asked for brands' own accounts, where the hub is known to whom has them.
    `feed_writer` writes the feeds of shows; without it there are none.
    `public_url` is where people reach the hub, without a stroke at its end; empty if nobody said.
    `remembered` are those who came in a moment ago.
    `keep` says for how long what is kept for a time is kept.
    `audience_least` is how many accounts a group has at least before it is counted for anybody.
    `insights` is what figures of campaigns are told apart by, beside countries.
    """

    clock: Clock
    secrets: Secrets
    files: FileStore
    undo_window: timedelta
    unconnected: frozenset[str] = frozenset()
    identities: Identities | None = None
    decision_service: DecisionService | None = None
    workflow_service: WorkflowService | None = None
    charts: ChartSource | None = None
    painter: Painter | None = None
    journeys: Sender | None = None
    podcasts: FeedReader | None = None
    authoriser: Authoriser | None = None
    feed_writer: FeedWriter | None = None
    public_url: str = ""
    audience_least: int = 20
    insights: tuple[Insight, ...] = USUAL
    keep: Keep = field(default_factory=Keep)
    wake: Wake = field(default_factory=Bell)
    feed: Feed = field(default_factory=Feed)
    remembered: Remembered = field(default_factory=Remembered)

    def announce(self, subject: str) -> None:
        """Tell whoever listens that `subject` changed, in the transaction that changes it.

        Webhooks are asked for with the change; listeners of this process hear of it once it is
        committed. Where the feed hears of every process's changes, it hears of this one as well.
        """
        told = partial(asking.changed, self.wake, self.clock.now(), subject)
        before_commit(f"webhooks:{subject}", told)
        if not self.feed.relayed:
            after_commit(lambda: self.feed.changed(subject))
