"""Rights: what may be used where, until when, and why not."""
