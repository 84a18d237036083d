"""Files that were promised for a request: how far they are, and the stages that wait for them."""
