"""Webhooks that say what changed."""
