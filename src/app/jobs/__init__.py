"""What is done with jobs: by whom, how often, and what is said of those that were given up."""
