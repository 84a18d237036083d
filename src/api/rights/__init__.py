"""Rights in the schema: grants, agreements, and what is cleared where."""
