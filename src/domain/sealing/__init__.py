"""Replacing the hub's secret: what is sealed with an earlier one is sealed anew (decision 63)."""
