"""Fixtures for every test: loopback only, a Valkey, a PostgreSQL, migrated databases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.loopback import loopback_only
from tests.support.own_loop import in_own_loop
from tests.support.product import ROOT
from tests.support.servers import Postgres, a_postgres, a_valkey

# Written for the Rasa environment, and run there by `make test`.
collect_ignore = ["dialogue"]


_NEEDED = (ROOT / ".venv-rasa" / "bin" / "python", ROOT / "models" / "bot.tar.gz")


@pytest.fixture(scope="session", autouse=True)
def _this_machine_only() -> Iterator[None]:
    with loopback_only():
        yield


@pytest.fixture(scope="session")
def rasa_is_here() -> None:
    for path in _NEEDED:
        if not path.exists():
            pytest.skip(f"{path.relative_to(ROOT)} is missing: run `make environments model`")


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[str]:
    """One Valkey for the whole run; take ``valkey_url``, which is empty for each test."""
    try:
        with a_valkey() as url:
            yield url
    except ImportError as missing:
        pytest.skip(f"no Valkey for tests on this machine: {missing}")


@pytest.fixture
def valkey_url(valkey_server: str) -> str:
    """A real Valkey with nothing in it."""
    import redis

    with redis.Redis.from_url(valkey_server) as client:
        client.flushall()
    return valkey_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL server for the whole run."""
    try:
        with a_postgres() as server:
            yield server
    except ImportError as missing:
        pytest.skip(f"no PostgreSQL for tests on this machine: {missing}")


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A fresh database without a table."""
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A fresh database file without a table."""
    return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """A database before the first migration; each test runs on both kinds (R21)."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all migrations, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrate(f"sqlite+aiosqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """A database with all migrations, to be copied."""
    name = postgres.create()
    _migrate(postgres.url(name))
    return name


@pytest.fixture
def migrated_sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    # The template's journal files hold its last pages until the last connection closes.
    for part in sqlite_template.parent.glob(f"{sqlite_template.name}*"):
        shutil.copy(part, tmp_path / part.name.replace("template", "bot"))
    return f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"


@pytest.fixture
def migrated_postgres_url(postgres: Postgres, postgres_template: str) -> Iterator[str]:
    name = postgres.create(postgres_template)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database after all migrations, this test's own; each test runs on both kinds (R21)."""
    url: str = request.getfixturevalue(f"migrated_{request.param}_url")
    return url


def _migrate(url: str) -> None:
    from bot.adapters.db.migrate import upgrade

    in_own_loop(lambda: upgrade(url))
