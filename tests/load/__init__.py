"""A mixed day of a company: what is asked of real processes, by whom, and what came of it."""
