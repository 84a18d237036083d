"""Requests in chat: threads, reminders, who may decide, and what is done where Slack refuses."""
