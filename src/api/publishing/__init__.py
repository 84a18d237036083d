"""What goes out and is out, in the schema: hand-overs, placements, exposures, removals."""
