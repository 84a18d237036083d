"""Who wrote what a request asks for, as a question that others ask within theirs."""

#: Its authors, `{request}` being its id: who wrote its revisions, or those of the sponsorship that
#: it was made of, up to the one that became it.
AUTHORS_OF = (
    "SELECT author_id FROM revisions WHERE request_id = {request}"
    " UNION SELECT w.author_id FROM sponsored_campaigns c JOIN revisions w"
    " ON w.request_id = c.sponsorship_id AND w.number <= c.revision"
    " WHERE c.campaign_id = {request}"
)
