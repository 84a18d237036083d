"""Charts as PNG, for whoever shows no SVG."""
