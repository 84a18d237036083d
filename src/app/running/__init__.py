"""A process: what it serves, what runs beside that, and how it stops."""
