"""The product's own table and scenarios, read once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.catalog.scenarios import load_scenario
from simulator.catalog.table import load_table
from simulator.domain.scenario import Scenario
from simulator.domain.table import Table
from simulator.settings import Settings

IDS = ("zh-phone-crashing", "en-phone-crashing")


@pytest.fixture(scope="session")
def table() -> Table:
    """Return the customer's table."""
    return load_table(Settings())


@pytest.fixture(scope="session", params=IDS)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    """Return one scenario after the other, with the plain table: what its kind of caller does otherwise is left out."""
    return replace(load_scenario(request.param, Settings()), overrides=None)
