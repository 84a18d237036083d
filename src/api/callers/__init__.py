"""Who calls, from where, and what they are held to, whichever route they come by."""
