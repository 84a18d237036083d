"""Engines that run the outbox."""
