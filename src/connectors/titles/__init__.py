"""Titles as tables and JSON tell of them: reading loose values, and CSV files of titles."""
