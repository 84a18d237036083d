"""Figures that the ad platform reports of what was published, fetched by the worker."""
