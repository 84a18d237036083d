"""Sending webhooks out of the house, and to no address inside it."""
