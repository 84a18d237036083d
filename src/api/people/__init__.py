"""People in the schema: users, teams, tokens, calendars, and where cards go."""
