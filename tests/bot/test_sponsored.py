"""What cards say of a sponsorship that was revised."""

from bot.messages.brief import changes
from bot.specimens.request import Specimen
from bot.specimens.sponsorships import sponsorship
from domain.requests.kinds.sponsorship import SponsorshipBrief


def test_every_field_of_a_sponsorship_is_told_when_it_changes() -> None:
    before = sponsorship(Specimen())
    other = sponsorship(
        Specimen(),
        name="Another name",
        sponsor_id="spn_2",
        show_id="shw_2",
        episode_ids=[],
        starts_on="2026-12-05",
        ends_on="2026-12-09",
        positions=["pre_roll"],
        markets=["FR"],
        price={"amount": "1.00", "currency": "EUR"},
        cpm=None,
        insertion_order="IO-2",
        contract_asset_id="ast_other",
        read="ad_spot",
        audience={"age_from": 21, "age_to": 44},
        category="none",
        talking_points=["Something else."],
        script="Other words.",
        tracking_url="https://other.example.com/",
        promo_code="OTHER",
        inventory="spotify",
        ad={"tagline": "Tea from one hill", "advertiser": "Sample tea"},
        deliverables=[{"kind": "image", "name": "Banner", "due": "2026-11-30"}],
        note="Another note",
    )
    names = {"spn_1": "Tea", "spn_2": "Cocoa", "shw_1": "Beans", "shw_2": "Leaves"}
    rows = changes(before, other, {}, 100, names)
    fixed = {"brand_id", "agency_id"}
    same = set(SponsorshipBrief.model_fields) - fixed
    differing = {name for name in same if getattr(before, name) != getattr(other, name)}

    assert differing == same
    # The first and the last day are told together; so is all the rest, one row each.
    assert len(rows) == len(same) - 1
