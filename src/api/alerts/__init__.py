"""Thresholds and alerts in the schema, and who hears of them when."""
