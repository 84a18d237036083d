"""Thresholds over figures: what is judged, when an alert opens and ends, and who deals with it."""
