"""Who hears what a brand plays, under names that name nobody, and what may be told of them."""
