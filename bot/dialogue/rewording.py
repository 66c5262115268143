"""Never the same sentence twice in a row: other words for what was said in the turn before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.step import Say

OTHER_WORDS = {
    "utter_ask_service": "utter_ask_service_again",
    "utter_service_by_person": "utter_service_by_person_again",
    "utter_ask_window": "utter_ask_window_again",
    "utter_ask_which_window": "utter_ask_which_window_again",
    "utter_ask_which_shown": "utter_ask_which_shown_again",
    "utter_ask_area": "utter_ask_area_again",
    "utter_ask_address": "utter_ask_address_again",
    "utter_ask_address_detail": "utter_ask_address_detail_again",
    "utter_ask_district": "utter_ask_district_again",
    "utter_ask_phone": "utter_ask_phone_another_way",
    "utter_ask_phone_again": "utter_ask_phone_once_more",
    "utter_ask_confirm_again": "utter_ask_confirm_once_more",
    "utter_ask_what_to_change": "utter_ask_what_to_change_again",
    "utter_ask_which_wish": "utter_ask_which_wish_again",
    "utter_wish_not_met": "utter_wish_not_met_again",
    "utter_ask_which_order": "utter_ask_which_order_once_more",
    "utter_ask_cancel_again": "utter_ask_cancel_once_more",
    "utter_ask_move_when": "utter_ask_move_when_again",
    "utter_ask_move_again": "utter_ask_move_once_more",
    "utter_ask_change_again": "utter_ask_change_once_more",
    "utter_ask_change_what": "utter_ask_change_what_again",
    "utter_ask_new_phone": "utter_ask_new_phone_again",
    "utter_ask_new_address": "utter_ask_new_address_again",
    "utter_ask_profile_orders": "utter_ask_profile_orders_again",
    "utter_no_such_order": "utter_no_such_order_again",
    "utter_ask_restore_again": "utter_ask_restore_once_more",
    "utter_ask_series_rule": "utter_ask_series_rule_again",
    "utter_ask_series_day": "utter_ask_series_day_again",
    "utter_ask_series_days": "utter_ask_series_days_again",
    "utter_ask_series_dates": "utter_ask_series_dates_again",
    "utter_ask_series_hour": "utter_ask_series_hour_again",
    "utter_ask_series_scope_again": "utter_ask_series_scope_once_more",
    "utter_ask_pause_until": "utter_ask_pause_until_again",
    "utter_ask_series_again": "utter_ask_series_once_more",
    "utter_fallback": "utter_fallback_another_way",
    "utter_fallback_short": "utter_fallback_short_again",
    "utter_nothing_open": "utter_nothing_open_again",
    "utter_greet": "utter_hello_once_more",
    "utter_hello_again": "utter_hello_once_more",
    "utter_thank": "utter_thank_again",
    "utter_chitchat": "utter_chitchat_again",
    "utter_out_of_scope": "utter_out_of_scope_again",
    "utter_bot_challenge": "utter_bot_challenge_again",
    "utter_reductions": "utter_reductions_again",
    "utter_no_discount": "utter_no_discount_again",
    "utter_policy": "utter_policy_again",
    "utter_place_unknown": "utter_place_unknown_again",
    "utter_where_we_go": "utter_where_we_go_again",
    "utter_policy_unknown": "utter_policy_unknown_again",
    "utter_provider_facts": "utter_provider_facts_again",
    "utter_rude": "utter_rude_again",
    "utter_no_orders": "utter_no_orders_again",
    "utter_no_private_data": "utter_no_private_data_again",
    "utter_emergency_noted": "utter_emergency_noted_again",
    "utter_emergency_details": "utter_emergency_details_again",
    "utter_emergency_when": "utter_emergency_when_again",
    "utter_media_kept": "utter_media_kept_again",
    "utter_media_kept_repair": "utter_media_kept_again",
    "utter_media_kept_order": "utter_media_kept_order_again",
    "utter_media_picture": "utter_media_picture_again",
    "utter_media_location": "utter_media_location_again",
    "utter_media_sticker": "utter_media_sticker_again",
    "utter_media_link": "utter_media_link_again",
    "utter_media_empty": "utter_media_empty_again",
}


def reworded(said: Sequence[Say], before: Sequence[str]) -> tuple[Say, ...]:
    """``said`` with other words for each sentence of the turn ``before``, where there are any."""
    return tuple(_in_other_words(one) if sentence(one) in before else one for one in said)


def _in_other_words(said: Say) -> Say:
    return replace(said, response=OTHER_WORDS.get(said.response, said.response))


def sentence(said: Say) -> str:
    """What is said, as a key: the response and what it is filled with."""
    return f"{said.response} {json.dumps(dict(said.values), ensure_ascii=False, sort_keys=True)}"
