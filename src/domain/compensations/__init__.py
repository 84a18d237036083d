"""Making good what went wrong: within limits at once, above them with a second pair of eyes."""
