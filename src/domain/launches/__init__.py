"""What a title's milestones ask for: drafts of requests that somebody owns and submits."""
