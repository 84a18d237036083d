"""Processes that run beside one another."""
