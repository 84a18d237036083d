"""Accounts of brands at publishers, in which their owners let the hub act."""
