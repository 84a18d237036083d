"""Listeners: each parses a delivery, calls one use case, and says what came of it."""
