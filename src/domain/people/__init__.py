"""People, their roles and teams, their tokens and their accounts in chat."""
