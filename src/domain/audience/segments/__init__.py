"""Segments of accounts by rules, counted only where that tells of nobody."""
