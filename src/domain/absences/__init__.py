"""Who is away from when until when, and who stands in. How it is set stands in `reminding.away`."""
