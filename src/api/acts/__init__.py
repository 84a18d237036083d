"""Acting on requests: whatever answers with the request that it changed."""
