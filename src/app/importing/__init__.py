"""The command line for what others keep: titles, rights, statuses, figures."""
