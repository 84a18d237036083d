"""Messages and forms: values in, Block Kit out. Nothing here looks anything up."""
