"""How anything gets to Slack: posted once, edited in line, marked, pictures with it."""
