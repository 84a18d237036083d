"""Handing over what was approved, and taking it back."""
