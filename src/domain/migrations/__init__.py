"""The history of the schema, applied in order by `greenlight migrate`."""
