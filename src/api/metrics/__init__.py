"""Figures in the schema: series, imports, files, reports and charts."""
