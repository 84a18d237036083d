"""Who hears what a brand plays, who shows interest, and what may be told and made of either."""
