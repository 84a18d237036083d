"""Drafts that follow from approved revisions: what is out, asked for anew by its owner."""
