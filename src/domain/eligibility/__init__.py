"""Whether music may be played at a site: judged whenever something changes, and every day."""
