"""Audiences in the schema: segments, leads, consents, activation and journeys."""
