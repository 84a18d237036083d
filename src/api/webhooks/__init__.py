"""Webhooks in the schema: registering them, and what they tell, as a query."""
