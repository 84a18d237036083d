"""Spotify: the Ads API v3, through which campaigns are drafted, checked and published.

`auth` keeps the access token fresh, `client` speaks the verbs, `wire` holds the shapes, `errors`
what can go wrong, and `fake` is a stateful stand-in for the demo and for tests. Source of the
facts: Spotify's OpenAPI document of the Ads API v3, August 2026.
"""
