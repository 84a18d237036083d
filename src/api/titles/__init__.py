"""Titles, works and contributors in the schema: launches, master records, what is free."""
