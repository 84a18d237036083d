"""A mixed day of a company, asked of real processes: what is asked, by whom, and what came of it."""
