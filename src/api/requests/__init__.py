"""Requests in the schema: what was asked for, and what hangs on it."""
