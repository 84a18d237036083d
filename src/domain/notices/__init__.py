"""Where a request is shown: every copy of every card, so that a change reaches all of them."""
