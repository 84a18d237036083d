"""Consonance: titles, contracts and web links, by GraphQL and by the older REST interface.

Written from what is published of it; never proven against the live service.
"""
