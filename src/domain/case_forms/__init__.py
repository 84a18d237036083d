"""Forms by which people outside open cases, signed and for a while."""
