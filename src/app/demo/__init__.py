"""The demo: a hub in one process with look-alikes around it, its clock, page and sample data."""
