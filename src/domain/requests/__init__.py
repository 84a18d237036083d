"""What is asked for: submitted, decided by rules, approved by people, made to happen."""
