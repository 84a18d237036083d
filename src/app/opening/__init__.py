"""The hub of the settings, opened, with the services that it speaks to."""
