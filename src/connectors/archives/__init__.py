"""Backups as files: tar, packed by gzip, which everybody's own tools can look into."""
