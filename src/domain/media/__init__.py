"""Files that were approved, at addresses that targets and listeners fetch them by."""
