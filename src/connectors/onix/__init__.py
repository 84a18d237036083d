"""ONIX for Books 3.0 and 3.1: messages of publishers, read in pieces."""
