"""Greenlight's core: what is asked for, who may decide, what follows.

The folders are the glossary: `requests`, `approvals`, `decisions`, `catalog`, `campaigns`,
`placements`, `rights`, `exposures`, `people`, and below them `audit`, `jobs`, `notices`,
`receipts`. Inside a folder, `model` holds values, `rules` pure functions, `records` the tables,
and the rest use cases.
"""
