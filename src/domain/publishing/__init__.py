"""Whether an episode may come out (D4): looked at again by whatever publishes or advertises it."""
