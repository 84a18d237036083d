"""Queries answered by a plan that is made once per document, instead of field by field.

graphql-core asks of every field of every object what it is, where it stands and what may follow.
The answers are the same each time a document comes, so they are kept: `keeping` finds the plan of
an operation, or has it made; `steps` and `shapes` are what it is made of, `running` takes it once,
`given` keeps arguments, `rows` shows what was read without making objects of it. `executor` is the
way in, and leaves to graphql-core what is no plain query.
"""
