"""Where the bars of a chart stand: numbers in, coordinates out; ``templates/charts.html`` draws them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.figures import Figure, Unit
from bot.zh import figures as zh

WIDTH, HEIGHT = 640, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 10, 22, 26
_WIDEST = 56
_MOST_LABELS = 16
_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """``words`` is its value; a bar without one has no height and says that there was nothing."""

    x: float
    y: float
    width: float
    height: float
    label: str
    words: str
    kept: bool | None
    empty: bool
    shows_label: bool
    shows_words: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    summary: str
    bars: tuple[Bar, ...]
    target_y: float | None
    target: str
    ticks: tuple[tuple[float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    floor: int = HEIGHT - _BOTTOM

    @property
    def is_empty(self) -> bool:
        return all(bar.empty for bar in self.bars)


def chart(labels: Sequence[str], figures: Sequence[Figure]) -> Chart:
    """One figure over several times or groups."""
    first = figures[0]
    values = [figure.value for figure in figures]
    top = _top(first, [value for value in values if value is not None])
    step = (WIDTH - _LEFT - _RIGHT) / max(len(figures), 1)
    width = round(min(step * 0.66, _WIDEST), 1)
    every = max(1, -(-len(figures) // _MOST_LABELS))
    floor, room = HEIGHT - _BOTTOM, HEIGHT - _BOTTOM - _TOP
    bars = []
    for place, (label, figure) in enumerate(zip(labels, figures, strict=True)):
        height = 0.0 if figure.value is None else round(room * min(figure.value, top) / top, 1)
        bars.append(
            Bar(
                x=round(_LEFT + step * place + (step - width) / 2, 1),
                y=round(floor - height, 1),
                width=width,
                height=height,
                label=label,
                words=zh.value_of(figure.unit.value, figure.value),
                kept=figure.kept,
                empty=figure.value is None,
                shows_label=place % every == 0,
                shows_words=len(figures) <= _MOST_LABELS,
            )
        )
    target_y = None if first.target is None else round(floor - room * min(first.target, top) / top, 1)
    target = zh.target_of(first.unit.value, first.target, first.at_most)
    ticks = tuple((round(floor - room * part, 1), _tick(first.unit, top * part)) for part in (0, 0.5, 1))
    name = zh.name_of(first.key)
    told = "，".join(f"{bar.label} {bar.words}" for bar in bars if not bar.empty) or "这段时间没有数据"
    return Chart(name, f"{name}：{told}" + (f"；目标 {target}" if target else ""), tuple(bars), target_y, target, ticks)


def _tick(unit: Unit, value: float) -> str:
    """Short enough to stand beside the axis."""
    if unit is not Unit.MINUTES:
        return zh.value_of(unit.value, round(value, 4))
    return f"{value / 60:.1f}小时" if value >= _AN_HOUR else f"{value:.0f}分钟"


def _top(figure: Figure, values: Sequence[float]) -> float:
    """The highest value that is drawn."""
    match figure.unit.value:
        case "share":
            return 1.0
        case "score":
            return 5.0
    highest = max([*values, figure.target or 0.0, 1.0])
    return 2.0 * math.ceil(highest / 2) if figure.unit is Unit.COUNT else highest * 1.1
