"""Podcast feeds as directories read them: written, and looked at before they are served."""
