"""Alerts in chat: their cards and charts, reminders, digests, and what if Slack refuses."""
