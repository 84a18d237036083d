"""Stages of reviewers, their quorum and their votes.

Everything that is approved is a request, so the use cases (submit, vote, undo, revise) stand in
`domain.requests`; here are the values, the rules and the tables they share.
"""
