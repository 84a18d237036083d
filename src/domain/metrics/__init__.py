"""Figures of what runs: what is measured, whence it is known, and how it was corrected since."""
