"""Journeys outside that take approved lists: registered endpoints, and what is sent to them."""
