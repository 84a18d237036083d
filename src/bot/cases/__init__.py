"""Cases in chat: their cards, and who is told otherwise where Slack refuses."""
