"""Campaigns that an ad account keeps from running, though everybody said yes to them."""
