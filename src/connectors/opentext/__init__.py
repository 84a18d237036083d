"""OpenText Decision Service, and Flowable, whose way of being asked it shares.

What is said of OpenText comes from its published tutorial and Postman collection; no live tenant
was ever tried. Flowable's side is judged by its published document.
"""
