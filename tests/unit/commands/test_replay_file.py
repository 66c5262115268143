from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands.replay_file import read_transcripts
from bot.domain.errors import InvalidData
from bot.replay.transcript import Saying

GOOD = """\
- name: one
  about: [1, 5]
  register: 粤语
  given:
    customer: {phone: 13800138000, addresses: 浦东新区张杨路1458弄6号楼1202}
    bookings: [{service: daily_cleaning, at: "+2 14:00", area_sqm: 90}]
  talk:
  - customer: [在吗, 想约保洁]
    says: 好的
    says_one_of: [几点, 什么时候]
  - customer: {kind: voice, recognition: 明天}
  - customer: {event: CLICK, key: 我要预约}
  - wait: 1d2h
  answers: {booking:area: 90平, yes: 好嘅}
- name: two
  talk: [{customer: 你好}]
"""
BAD = """\
- name: Two Words
  talk: [{customer: 你好, say: 好的}]
- name: two
  talk:
  - customer: 你好
    wait: 2h
  - wait: 2x
  - customer: {kind: smell}
  - customer: 嗯
    silent: yes
    says: 好
- name: three
  given: {bookings: [{service: laundry, at: "+2"}]}
  talk: []
  ends: {bookings: [{windo: "+2"}]}
- name: three
  given: {bookings: [{service: laundry, at: "+2 14:00"}]}
  talk: [{customer: 你好}]
- name: two
  talk: [{customer: 你好}]
"""
BOOKING_FIELDS = (
    "service, window, duration_minutes, address, district, phone, contact_name, area_sqm, rooms, special_needs, "
    "quantities, provider, providers, notes, frequency, kind, state, price_yuan"
)


def test_a_transcript_is_read_as_it_is_written(tmp_path: Path):
    file = tmp_path / "good.yml"
    file.write_text(GOOD, encoding="utf-8")
    first, second = read_transcripts([tmp_path])
    one = first.conversation
    assert (first.line, second.line, second.conversation.name) == (1, 15, "two")
    assert (one.about, one.variety, one.moves_the_clock, one.given.customer.phone) == (
        (1, 5),
        "粤语",
        True,
        "13800138000",
    )
    assert [turn.customer for turn in one.talk] == [
        (Saying(text="在吗"), Saying(text="想约保洁")),
        (Saying(kind="voice", recognition="明天"),),
        (Saying(event="CLICK", key="我要预约"),),
        (),
    ]
    assert (one.talk[0].says, one.talk[0].says_one_of) == (("好的",), (("几点", "什么时候"),))
    assert one.talk[3].wait == timedelta(days=1, hours=2)
    assert [one.answer_to(asked, 0) for asked in ("booking:area", "booking:confirm", "booking:phone")] == [
        "90平", "好嘅", None,
    ]  # fmt: skip


def test_a_bad_transcript_tells_all_its_mistakes_with_their_lines(tmp_path: Path):
    file = tmp_path / "bad.yml"
    file.write_text(BAD, encoding="utf-8")
    with pytest.raises(InvalidData) as caught:
        read_transcripts([file])
    told = [line.removeprefix(f"{file}:") for line in str(caught.value).splitlines()]
    assert told == [
        "1: name: string should match pattern '^[a-z0-9_]+$', not 'Two Words'",
        "2: unknown key 'say' (did you mean 'says'?)",
        "5: talk.0: give one of customer, agent and wait",
        "7: talk.1.wait: '2x' is no duration: write it like 2h, 30m or 1d2h",
        "8: talk.2.customer.0.kind: 'smell' is none of text, image, voice, video, location, sticker, link",
        "9: talk.3: a silent turn has no words to look at",
        "13: given.bookings.0.at: '+2' has no time of day",
        "14: talk: nobody says anything",
        f"15: ends.bookings.0: unknown field 'windo': there are {BOOKING_FIELDS}",
        "17: given: each order needs an address and a phone, its own or the customer's",
    ]


def test_a_name_stands_once_in_all_files(tmp_path: Path):
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text("- {name: same, talk: [{customer: 你好}]}\n", encoding="utf-8")
    with pytest.raises(InvalidData, match=r"b\.yml:1: same stands in .*a\.yml:1 too"):
        read_transcripts([tmp_path])


def test_a_file_that_is_no_list_is_refused(tmp_path: Path):
    file = tmp_path / "mapping.yml"
    file.write_text("name: one\n", encoding="utf-8")
    with pytest.raises(InvalidData, match="the file must be a list of conversations"):
        read_transcripts([file])
