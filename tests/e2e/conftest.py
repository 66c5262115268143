"""One running product for the stories; faults get products of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.product import Customer, Product


@pytest.fixture(scope="session")
def product(rasa_is_here: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    running = Product(tmp_path_factory.mktemp("product"))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def a_product(rasa_is_here: None, tmp_path: Path) -> Iterator[Callable[..., Product]]:
    """Makes products of this test's own; all are stopped after it."""
    made: list[Product] = []

    def make(own_platform: bool = False, **extra: str) -> Product:
        made.append(Product(tmp_path / f"product{len(made)}", extra, own_platform))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def customer(product: Product) -> Customer:
    return product.customer()
