"""Accounts of customers: where they are, what they own, and what they did day by day."""
