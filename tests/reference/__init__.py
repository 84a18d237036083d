"""The pages of docs/reference, and the paths that pages name."""
