"""The core's enums in the schema, and what every argument and value means."""
