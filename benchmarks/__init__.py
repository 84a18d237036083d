"""The numbers of the README, each beside its floor in one interleaved run."""
