"""Generated requests against the contract: no answer of the API breaks it. `make api-fuzz` sends thousands."""
from __future__ import annotations

import secrets

from bench.api_fuzz import PLENTY, fuzz
from tests.integration.api.conftest import own_settings  # noqa: F401  pytest finds it here
from tests.integration.storage.conftest import empty_url  # noqa: F401


def test_every_answer_to_generated_requests_is_as_the_contract_says(own_settings, record_property):  # noqa: F811
    own_settings.setenv("HUINONG_API_PER_MINUTE", str(PLENTY))
    seed = secrets.randbelow(10 ** 9)
    record_property("seed", seed)  # and hypothesis tells it when it fails
    done = fuzz(300, seed)  # on each database

    assert done.total >= 300 and done.statuses[201] >= 10
    assert not any(status >= 500 for status in done.statuses)
