"""Targets of live campaigns that approved targetings change at the publisher."""
