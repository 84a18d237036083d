"""A Slack to work against without Slack: Web API, signed deliveries, and a page to click on.

It holds Slack's limits and answers with Slack's errors, so that what works here works there.
"""

from bot.fake.clicks import Clicks
from bot.fake.deliver import Answer, Deliver
from bot.fake.errors import SlackError
from bot.fake.faults import RESPONSE_URL, Fault
from bot.fake.model import App, Channel, Command, Installation, Message, Shortcut, User, View
from bot.fake.outcome import Outcome
from bot.fake.server import clicks_of, create_fake_slack
from bot.fake.slack import FakeSlack
from bot.fake.workspace import Workspace
from bot.fake.workspaces import Workspaces

__all__ = [
    "RESPONSE_URL",
    "Answer",
    "App",
    "Channel",
    "Clicks",
    "Command",
    "Deliver",
    "FakeSlack",
    "Fault",
    "Installation",
    "Message",
    "Outcome",
    "Shortcut",
    "SlackError",
    "User",
    "View",
    "Workspace",
    "Workspaces",
    "clicks_of",
    "create_fake_slack",
]
