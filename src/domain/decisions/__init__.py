"""What the rules say: tables in DMN, facts in, outcomes with reasons out."""
