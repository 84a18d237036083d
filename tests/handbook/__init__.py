"""The handbook: pictures made by the running demo, and what holds its pages together."""
