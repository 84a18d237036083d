"""The few pages of the bot that are opened in a browser."""
