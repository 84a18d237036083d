"""Files that people bring, read: tables, figures, events."""
