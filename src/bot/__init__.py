"""The door for chat: Slack, through Bolt. Listeners are thin, messages are pure."""
