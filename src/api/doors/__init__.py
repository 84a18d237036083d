"""The doors beside GraphQL: files, feeds, forms, reports, charts, health."""
