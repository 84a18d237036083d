"""Files of figures: asked for over the door, brought in by a job, with how far that is."""
