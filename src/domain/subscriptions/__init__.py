"""Webhooks as people hold them: registered, paused, sent, with a log of what was sent."""
