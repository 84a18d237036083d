"""What is played for the handbook: a file for each of its pages, each by the doors alone."""
