"""Public feeds of shows: what they carry is live, whether anybody asked for it or not."""
