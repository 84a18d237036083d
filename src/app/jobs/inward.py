"""The kinds of job that change nothing outside: a restored hub may do them again at once.

Whatever is not named here acts outside (publishes, pauses, posts, writes, calls), or may. A new
kind is held after a restore until somebody has thought about it and named it.
"""

_KINDS = """
    absence.turned ad_reports.ask ad_reports.backfill ad_reports.fetch alerts.digest
    alerts.due alerts.follow audience.judged audience.keys_came audio.comply audio.ended
    audio.watch audit.anchor audit.archive campaign.edits campaign.moved campaigns.edits
    campaigns.poll campaigns.review cases.clock chat.renew compensation.settle consent.changed
    consent.taken_back digests.ask exposures.again exposures.due exposures.enforce
    exposures.taken_down feed.turned feeds.poll feeds.poll_missing files.collect job.died
    jobs.retire metrics.ahead
    launches.again launches.ask
    lead.judge lead.judge_missing licence.moved licence.renew listing.look
    metrics.break_off metrics.file metrics.forget metrics.touched playlist.comply playlist.watch
    playlists.again
    publishing.again receipts.forget request.delivered revision.moved rights.agreement_left
    rights.respell rights.watch rights.watch_missing rules.release rules.replay rules.shadow
    rules.take_effect shown.look shown.look_missing site.judge site.judge_missing
    sponsorship.collect stage.watch takedown.settle target.ahead target.look
    targeting.comply thresholds.judge titles.changed titles.pull titles.sales_changed
    watch.missing webhooks.look workflow.check workflow.poll
"""

INWARD = frozenset(_KINDS.split())
