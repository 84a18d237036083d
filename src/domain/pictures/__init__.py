"""Charts for people: drawn for somebody, given an address, and fetched by it."""
