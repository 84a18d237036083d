"""What publishers require or refuse of what is placed there, told to the rights desk."""
