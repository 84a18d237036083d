"""Tests of compensations."""
