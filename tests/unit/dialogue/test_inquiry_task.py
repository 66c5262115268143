"""Where a question of the company's lies among what is being talked of."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.dialogue.asking import InquiryTask, InquiryView
from bot.dialogue.facts import Facts
from bot.dialogue.inquiry_task import ANSWER, INSTEAD, INSTEAD_OPTIONS, laid_aside, noticed, options_of
from bot.dialogue.talk import Talk, talk_from, talk_to
from bot.dialogue.tasks import BookingTask
from tests.fakes import SHANGHAI
from tests.worlds import a_catalogue

NOW = datetime(2026, 11, 23, 10)
DRAFT = BookingTask(asked="booking:area")
ASKED = InquiryTask(asked=ANSWER, options=options_of("extra"), inquiry_id="iq_1", about="extra")
UNASKED = InquiryTask(inquiry_id="iq_1", about="extra")


def _facts(minutes_ago: int | None) -> Facts:
    """With an extra that was asked about so long ago, or without."""
    asked_at = NOW - timedelta(minutes=minutes_ago or 0)
    inquiry = InquiryView("iq_1", "extra", "加擦外窗，可以吗？", "bk_1", asked_at) if minutes_ago is not None else None
    return Facts(NOW, NOW.replace(tzinfo=SHANGHAI), a_catalogue(), inquiry=inquiry)


def test_what_was_asked_after_the_last_turn_lies_on_top():
    talk = Talk(tasks=(DRAFT,), touched_at=NOW - timedelta(minutes=5), offered_human=True)
    assert noticed(talk, _facts(3)) == Talk(tasks=(DRAFT, ASKED), touched_at=talk.touched_at)


def test_what_was_asked_before_it_lies_beneath_and_waits_to_be_asked_again():
    talk = Talk(tasks=(DRAFT,), touched_at=NOW - timedelta(minutes=5))
    assert noticed(talk, _facts(8)).tasks == (UNASKED, DRAFT)


def test_in_a_talk_that_has_just_begun_it_is_the_only_question():
    assert noticed(Talk(), _facts(8)).tasks == (ASKED,)


def test_what_lies_there_already_stays_where_it_is():
    talk = Talk(tasks=(UNASKED, DRAFT), touched_at=NOW - timedelta(minutes=5))
    assert noticed(talk, _facts(3)) == talk


def test_what_is_asked_no_more_is_gone():
    assert noticed(Talk(tasks=(DRAFT, ASKED)), _facts(None)).tasks == (DRAFT,)


def test_laid_aside_it_lies_beneath_unasked_but_a_choice_once_begun_stays_one():
    choosing = InquiryTask(asked=INSTEAD, options=INSTEAD_OPTIONS, inquiry_id="iq_1", about="replacement")
    assert laid_aside(Talk(tasks=(DRAFT, ASKED))).tasks == (UNASKED, DRAFT)
    assert laid_aside(Talk(tasks=(DRAFT, choosing))).tasks == (choosing, DRAFT)


def test_a_message_is_read_as_an_answer_to_the_draft_whatever_lies_on_it():
    assert Talk(tasks=(DRAFT, ASKED)).asked == "booking:area"
    assert Talk(tasks=(ASKED,)).asked == "none"


def test_it_is_stored_with_the_talk():
    talk = Talk(tasks=(UNASKED, DRAFT, ASKED))
    assert talk_from(talk_to(talk)) == talk
