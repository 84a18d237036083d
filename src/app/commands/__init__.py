"""What `greenlight` does with tables, executors, workflow services, the record and references."""
