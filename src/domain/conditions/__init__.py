"""What a reviewer's yes depends on: conditions met before anything goes live."""
