"""Handing over what was approved to people outside the hub, who acknowledge it."""
