"""Takedowns and retirements that the hub itself carries out, and proves."""
