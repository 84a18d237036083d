"""The Web API's methods: one file per family, and the table of all of them."""

from collections.abc import Mapping

from bot.fake.methods import chat, conversations, files, team, users, views
from bot.fake.methods.call import Call, Method

__all__ = ["METHODS", "Call", "Method"]

METHODS: Mapping[str, Method] = {
    **team.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **users.METHODS,
    **views.METHODS,
}
