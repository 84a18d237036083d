"""What to do next about every code that a door may answer with, in one place.

Each step has the codes that are mended so beneath it. A code that is new fails a test until
somebody has thought about what whoever reads it can do.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

#: A step, and beneath it, indented, its codes.
_WRITTEN = """
Write the field that `path` names in the form the sentence shows, and send it again; nothing was
kept.
    bad_address bad_area bad_capacity bad_channel bad_chart bad_choice bad_code bad_count bad_day
    bad_days bad_declaration bad_email bad_flight bad_guid bad_hour bad_insertion_order bad_isrc
    bad_key bad_language bad_length bad_locale bad_margin bad_markets bad_moved_to bad_notice
    bad_number bad_order bad_outside_id bad_plan bad_promo_code bad_pseudonym bad_renewal
    bad_report bad_separation bad_share bad_source bad_span bad_target bad_tempo bad_text bad_until
    bad_weekday bad_window bad_worse_by malformed_cursor malformed_id malformed_market
    mention_in_text no_host not_a_link not_a_schema not_a_week not_pseudonymous

Give what the sentence asks for, in the field that `path` names, and send it again; nothing was
kept.
    change_missing channel_missing consent_text_missing empty isrc_missing market_needed
    name_missing no_brand no_campaign no_events no_markets no_name no_number no_object no_request
    no_subject nobody_named not_agreed note_missing nothing_named nothing_seen nothing_shown
    nothing_to_look_for nothing_to_read nothing_translated proof_missing purpose_missing
    reason_missing receipt_missing seen_missing text_missing time_zone_missing version_missing
    word_missing zone_missing

Choose one that is there: the sentence says them, or the list that it names does.
    no_market no_record not_listed unknown_category unknown_country unknown_currency unknown_kind
    unknown_list unknown_time_zone

Look the id up again in its list: it is not there, or not for you to see, which is said alike.
Nothing was changed.
    no_such_absence no_such_account no_such_agency no_such_agreement no_such_alert no_such_asset
    no_such_backfill no_such_brand no_such_brief no_such_calendar no_such_case no_such_chapters
    no_such_compensation no_such_contributor no_such_cut no_such_deliverable no_such_delivery
    no_such_draft no_such_endpoint no_such_episode no_such_exposure no_such_feed no_such_field
    no_such_file no_such_grant no_such_host no_such_import no_such_item no_such_job no_such_kind
    no_such_lead no_such_market no_such_material no_such_media no_such_picture no_such_placement
    no_such_point no_such_policy no_such_proposal no_such_queue no_such_remedy no_such_report
    no_such_request no_such_review no_such_route no_such_show no_such_site no_such_sponsor
    no_such_stage no_such_subject no_such_team no_such_threshold no_such_title no_such_token
    no_such_user no_such_webhook no_such_work no_such_workspace

Name each once, leave the other out, and send it again.
    button_twice deliverable_twice episode_twice market_twice position_twice said_twice
    target_twice

Send or ask for less, within what the sentence says: docs/limits.md has every limit.
    chart_too_large condition_length file_too_large place_too_long reason_too_long receipt_too_long
    seen_too_long too_far_ahead too_large too_long too_many too_many_brands too_many_columns
    too_many_conditions too_many_days too_many_days_off too_many_digits too_many_words too_much
    too_young word_too_long

Ask for fewer items (`first`), or in several operations: docs/limits.md.
    bad_page bulk_size page_size too_complex too_many_ids too_slow

Give other days or instants, in their order and on the side of today that the sentence says, each
with its zone.
    absent_too_long away_unclear back_unclear calendar_closed day_in_past day_not_over
    days_out_of_order days_out_of_range due_in_past due_too_late ends_before_start episode_is_out
    expiry_out_of_range hours_overlap in_future never_open no_day no_time no_time_of_day not_then
    not_yet out_of_calendar over_already overdue_already span_ends_before_start spans_overlap
    starts_in_past

Give what fits the rest and leave the other out; the sentence says which go together.
    both_directions both_given button_elsewhere conditions_without_yes consent_not_wanted
    episodes_and_days form_only forwards_only guid_kept half_a_place no_ad_set no_pace not_of_a_bio
    not_of_a_headshot people_publish target_not_wanted targets_beside_list text_and_title
    trailer_numbered words_alone

Mend the number or its currency as the sentence says, and send it again.
    ages_reversed budget_too_small currencies_differ mixed_currencies no_amount no_part no_value
    not_additive not_drawable not_positive out_of_range rate_above_price

Name another one, of which what the sentence says holds, or have that one changed first by who may.
    address_not_public another_publication brand_fixed case_fixed code_taken delegate_may_not_vote
    delegation_circle exists_already guid_taken holder_away host_not_allowed market_without_site
    moved_to_itself no_account no_bio_there no_figures no_master no_production no_receiver
    no_severity not_in_team other_brand other_direction other_kind other_show other_site
    own_delegate own_escalation provider_not_commercial role_does_not_fit route_for_everything
    same_case show_without_team target_not_set targets_too_young title_taken_back wrong_kind_of_id

Mend the brief where `path` points, for Spotify takes it no other way; or ask for the show's own
inventory.
    heard_elsewhere needed_at_spotify no_episode_at_spotify no_host_read_at_spotify
    not_a_spotify_show not_bought_at_spotify one_spot_at_spotify positions_without_podcasts

Upload a file of the kind, type and size that the sentence says (`createUpload`), and name that
one.
    alt_text_missing artwork_size asset_missing asset_not_usable bad_encoding bad_size
    contract_is_no_document control_character document_missing no_picture not_utf8 other_audio
    other_kind_of_file other_type_of_file wrong_kind wrong_type

Mend the file, or say by a profile what its columns hold, and bring it in again: rows that came
before count once.
    bad_cell bad_column bad_columns bad_events bad_ids bad_json bad_onix bad_ref bad_rows bad_table
    clear_address derived future_day mixed_zones named_twice negative no_column no_count
    no_dimension no_role no_such_profile no_table not_final too_old unfinished_day unknown_events
    unknown_metric unknown_source

Mend territories, terms or layers as the sentence says; what was recorded before stands as it did.
    disputed_at_once end_contradicted end_missing end_unknown excluded_only fence_needed fence_out
    included_twice no_grantee no_grantor no_such_duty no_territory no_use not_linked_so
    not_live_itself not_of_a_prohibition not_of_this_work outlives_agreement signed_in_future
    start_missing too_many_answers too_many_changes unknown_territory

Have who keeps the rules or the teams mend what the sentence names: another version, other cases,
one more reviewer. Then ask again.
    bad_cases bad_decision_key bad_facts bad_otdt bad_process_key bad_stages case_fails
    effective_in_past facts_of_another_kind facts_too_large governs_rules no_cases no_facts
    no_such_decision no_such_rule no_such_version nobody_eligible not_for_flowable overtaken
    quorum_unreachable refused_by_rules results_missing rules_clash stage_twice unknown_facts
    unreadable_table

Ask somebody who may: a colleague, a manager of the brand, or the team that the sentence names.
Nothing was changed.
    account_not_let_in cannot_own foreign_site four_eyes last_admin legal_only no_owner nobody
    nobody_asks nobody_reports not_a_reviewer not_above not_allowed not_linked not_the_owner
    not_the_receiver not_the_shows_team not_theirs not_your_case not_your_vote not_yours
    not_yours_to_say other_agency own_request owner_barred

Make a token with the scope that the sentence names, or use one that has it.
    bad_scopes narrow_token scope_missing

Send a token that is good, as `Authorization: Bearer ...`.
    nothing_given unauthenticated

Ask for a new address or form where this one came from, and use it in time, once.
    bad_download_link bad_link bad_state bad_ticket bad_upload_link code_refused
    download_link_expired form_ended link_used no_such_chart no_such_form no_such_link
    scopes_missing sent_already ticket_expired ticket_over upload_link_expired uploaded_already

Sign it anew with the endpoint's present secret and the present time, as Standard Webhooks are.
    bad_signature not_now

Look at the newest card or version and decide on that; this one counts no more.
    card_out_of_date condition_void decided earlier_revision form_out_of_date home_out_of_date
    judged_anew no_such_condition out_of_date stale_version unknown_action unknown_shortcut

Look at it: it stands so already, and nothing is left to do if that is what you wanted. Else undo
that first.
    already_closed already_resolved asked_already closed_already condition_confirmed
    decided_already decided_by_request delivered_already drafted_already ended_already judged_later
    linked_already no_drift no_embargo no_series not_away not_paused not_silenced not_snoozed
    nothing_changed nothing_going nothing_to_ask nothing_to_roll_back off_already one_waits
    paused_already published_already registered_already seat_filled seated_already still_agrees
    taken taken_on_already team_not_silenced voted_already

Look where it stands now: the sentence says what is to come first, or that it is too late for this.
Nothing was changed.
    another_account condition_not_met condition_not_open contradicts feed_removed forgotten
    given_up illegal_move import_over media_closed merged no_alternative no_consent no_draft
    no_place no_seat_left no_such_move no_such_suggestion no_vote nobody_to_ask not_ahead not_begun
    not_by_name not_collecting not_followed not_handed_over not_in_review not_judged not_live
    not_open not_out not_published_here not_renewable not_settled not_there not_to_be_placed
    not_to_be_used not_waiting not_what_was_approved nothing_measured nothing_open nothing_reported
    nothing_to_follow paused point_ended record_elsewhere remedy_closed request_over stage_closed
    threshold_retired too_few_agree too_late withdrawn withheld

End or delete one that is not needed, then try again.
    too_many_absences too_many_endpoints too_many_feeds too_many_webhooks

Use a fresh idempotency key of 1 to 255 characters for something new; the old one only repeats what
it did.
    bad_idempotency_key idempotency_key_reused

Bring the same file in once more: what went in stays, and is counted once.
    import_given_up

Look again, and send the same in a moment with the same idempotency key; somebody was at it.
    being_revised changed_meanwhile database_busy in_flight opened_meanwhile

Send the same again after `Retry-After`, with the same idempotency key.
    database_unavailable media_unavailable

Try again shortly; nothing of yours is lost. If it stays so, whoever runs the hub finds the reason
with `greenlight doctor`.
    account_unknown account_unreachable cards_not_shown chart_not_painted chart_too_slow
    issuer_keys_old issuer_unreachable no_room not_said painter_died slack_refused
    slack_unreachable token_unreachable

Wait as many seconds as `retryAfter` or `Retry-After` says, else a moment, and send the same again.
    charts_busy media_busy rate_limited too_many_sent

End one of the operations under way, or open another socket.
    too_many_operations

Read the present state and subscribe again.
    ending lagging

Mend the document, its name or its variables where the sentence points.
    invalid_operation operation_unnamed query_refused syntax_error

Send a document of the manifest by its id, or as text where the hub keeps none: docs/graphql.md.
    document_unknown documents_off

Use the schema.graphql of its version, or the token of an administrator.
    schema_kept

Ask whoever runs the hub, with the `incident`: under it stands the log's line.
    internal

Nothing to do at first: the job is tried again. Where it was given up, mend what the service says,
then `greenlight retry KEY`; `greenlight doctor` names it.
    asset_gone create_completed create_in_progress draft_edited endless endless_report gone
    invalid_draft key_reused made_in_vain no_answer no_file not_readable partial unreadable
    unsuitable_fact

Have an administrator look at the hub's id and secret at Spotify and authorise it, or connect the
account, again.
    client_refused no_credential no_refresh_token not_renewed reauthorise token_file_unreadable
    token_refused token_unreadable

Have an administrator look at `GREENLIGHT_CONSONANCE_...` and at `greenlight doctor`; what was read
stays, and the next reading goes on.
    consonance_endless consonance_errors consonance_goes_round consonance_no_answer_in_time
    consonance_no_product consonance_no_token consonance_schema_differs consonance_too_large
    consonance_unreachable consonance_unreadable no_consonance

Nothing to do at first: the hub looks again by itself. Where it stays so, look at the host itself
and say what became of it.
    distribution_still_there distribution_unheard megaphone_still_there megaphone_unheard

Have whoever runs the mail server look at what it says; letters are tried again.
    mail_refused mail_unreachable

Have whoever runs the hub set what the sentence names (docs/reference/settings.md), and `greenlight
doctor` says whether it holds.
    bad_app_token bad_database_url bad_manifest bad_replica bad_settings bad_token no_bot
    no_database no_origin no_secret no_signing_secret not_connected not_https not_reachable
    not_set_up port_taken secret_too_short unknown_database

Have whoever runs the hub bring versions, secrets, clocks or processes together as the sentence
says; nothing was written.
    clock_skew newer_backup newer_schema no_such_table not_migrated not_signed_here one_process
    schemas_differ sealed_with_another_secret served served_already unknown_work

Keep what is there, mend what the sentence names in the database, and run the same command again.
    broken_references database_unreachable file_changed files_lacking migration_failed
    migration_waits not_the_same record_broken row_refused

Give another file, folder or database, as the sentence says; nothing of what was there was touched
(docs/keeping.md).
    bad_folder bad_name damaged_backup file_exists no_folder no_archive no_audit_export no_backup
    no_such_database not_a_hub not_empty same_database
"""


def _pairs() -> Iterator[tuple[str, str]]:
    """Yield every code with its step, as they are written."""
    for block in _WRITTEN.strip().split("\n\n"):
        step, _, codes = block.partition("\n    ")
        for code in codes.split():
            yield code, " ".join(step.split())


#: What to do next, by code.
STEPS: Mapping[str, str] = MappingProxyType(dict(_pairs()))


def twice() -> set[str]:
    """Return the codes that stand beneath two steps: nobody could tell which one counts."""
    every = [code for code, _ in _pairs()]
    return {code for code in every if every.count(code) > 1}
