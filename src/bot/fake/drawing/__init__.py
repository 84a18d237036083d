"""Slack's texts taken apart into nodes that the page can draw without reading any markup."""

from bot.fake.drawing.blocks import drawn, drawn_text
from bot.fake.drawing.reader import Reader

__all__ = ["Reader", "drawn", "drawn_text"]
