"""What charts show of what is kept: figures, thresholds and alerts, as somebody may see them."""
