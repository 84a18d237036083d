"""How deliveries come in: judged, taken in once, dispatched, answered."""
