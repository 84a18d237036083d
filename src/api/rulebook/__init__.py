"""Decision tables in the schema: reading and governing them, and who judges by them."""
