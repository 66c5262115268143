"""``make evaluate-dialogue``: how conversations end and what they cost, beside a plain Rasa form in the same run."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot import bootstrap
from bot.adapters.db.migrate import upgrade
from bot.commands.demo import load_into
from bot.commands.replay import in_lines
from bot.commands.replay_file import Transcript, read_transcripts
from bot.demo_settings import with_demo_values
from bot.domain.catalogue import Catalogue
from bot.domain.errors import InvalidData
from bot.replay.play import Played, play
from bot.settings import Settings
from tests.evaluate_dialogue import form_model
from tests.evaluate_dialogue.form_road import FormRoad, has_a_skill_for
from tests.evaluate_dialogue.metrics import Tally, tally, total
from tests.support.own_loop import in_own_loop
from tests.support.phone_road import play_on_the_phone
from tests.support.product import ROOT, Product

FOLDERS = (ROOT / "tests" / "conversations", ROOT / "tests" / "conversations_untouched")
_COLUMNS = (
    "conversations", "task success", "turns per booking", "asked again", "wrong or lost fields", "loops", "fallbacks",
    "characters per finished task",
)  # fmt: skip


def main() -> None:
    arguments = _arguments()
    given: Sequence[Path] = arguments.paths or [folder for folder in FOLDERS if folder.is_dir()]
    try:
        sets = {path: read_transcripts([path]) for path in given}
    except InvalidData as error:
        raise SystemExit(str(error)) from error
    ours = {path: _ours(transcripts) for path, transcripts in sets.items()}
    theirs = in_own_loop(lambda: _forms(sets)) if arguments.form else {}
    for path, transcripts in sets.items():
        _print_table(path, transcripts, ours[path], theirs.get(path))
        _print_points(transcripts, ours[path])
        if arguments.errors:
            _print_errors(ours[path])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluate_dialogue", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, metavar="FILE", help="a transcript or a folder; a table each")
    parser.add_argument("--no-form", dest="form", action="store_false", help="without the plain form")
    parser.add_argument("--errors", action="store_true", help="print where our conversations deviate")
    return parser.parse_args()


def _ours(transcripts: Sequence[Transcript]) -> dict[str, Played]:
    """All of them on a product of their own: those that wait move its clock, and each set begins on a Monday."""
    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder))
        product.start()
        try:
            played = play_on_the_phone(product, [one.conversation for one in transcripts])
        finally:
            product.close()
    return {one.conversation.name: one for one in played}


async def _catalogue() -> Catalogue:
    """The demo company's, as it is loaded."""
    with tempfile.TemporaryDirectory() as folder:
        settings = with_demo_values(Settings.from_env({"BOT_VAR": folder}, None))
        await upgrade(settings.database_url)
        async with bootstrap.open_deps(settings) as deps:
            await load_into(deps)
            async with deps.uow() as uow:
                return await uow.catalogue.get()


async def _forms(sets: Mapping[Path, Sequence[Transcript]]) -> dict[Path, dict[str, Played]]:
    """What the form makes of the conversations that it has a skill for."""
    played: dict[Path, dict[str, Played]] = {}
    catalogue = await _catalogue()
    async with form_model.serve(form_model.train()) as served:
        for path, transcripts in sets.items():
            skilled = [one.conversation for one in transcripts if has_a_skill_for(one.conversation)]
            played[path] = {one.name: await play(one, FormRoad(served, catalogue, one.name)) for one in skilled}
    return played


def _print_table(
    path: Path, transcripts: Sequence[Transcript], ours: Mapping[str, Played], theirs: Mapping[str, Played] | None
) -> None:
    print(f"| {path.name} | {' | '.join(_COLUMNS)} |")
    print("| --- " * (len(_COLUMNS) + 1) + "|")
    files = list(dict.fromkeys(one.file for one in transcripts))
    for file in files if len(files) > 1 else ():
        print(_row(file.stem, total(tally(ours[one.conversation.name]) for one in transcripts if one.file == file)))
    print(_row("**all**", total(tally(one) for one in ours.values())))
    if theirs is not None:
        made = total(tally(one) for one in theirs.values())
        print(_row("a plain form, where it has a skill", made))
        rest = len(transcripts) - made.conversations
        print(_row("a plain form, all", made + Tally(conversations=rest)))
        both = total(tally(ours[name]) for name in theirs)
        print(_row("ours, where a form has a skill", both))
    print()


def _row(name: str, figures: Tally) -> str:
    shown = (
        str(figures.conversations), _share(figures.success), _mean(figures.turns_per_booking),
        str(figures.asked_again), str(figures.wrong_fields), str(figures.loops), _share(figures.fallback_rate),
        _mean(figures.effort),
    )  # fmt: skip
    return f"| {name} | {' | '.join(shown)} |"


def _print_points(transcripts: Sequence[Transcript], ours: Mapping[str, Played]) -> None:
    """Task success by the points that the conversations are about, and by how the customer speaks."""
    told = [one.conversation for one in transcripts]
    about = sorted({number for one in told for number in one.about})
    points = {number: [one for one in told if number in one.about] for number in about}
    varieties = dict.fromkeys(one.variety for one in told)
    registers = {name: [one for one in told if one.variety == name] for name in varieties}
    for title, groups in (("about", points), ("register", registers)):
        print(f"| {title} | conversations | task success |")
        print("| --- | --- | --- |")
        for name, members in groups.items():
            figures = total(tally(ours[one.name]) for one in members)
            print(f"| {name} | {figures.conversations} | {_share(figures.success)} |")
        print()


def _print_errors(ours: Mapping[str, Played]) -> None:
    for name, played in ours.items():
        if played.deviations:
            print(name)
            print("\n".join(line for one in played.deviations for line in in_lines(one)))
    print()


def _share(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"


def _mean(mean: float | None) -> str:
    return "" if mean is None else f"{mean:.1f}"


if __name__ == "__main__":
    main()
