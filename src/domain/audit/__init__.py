"""Every change, recorded: what, by whom, through which door, before and after."""
