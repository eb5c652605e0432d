"""The mark of journeys that are led in Chromium and in Firefox."""

import pytest

in_both = pytest.mark.parametrize(
    "engine",
    [pytest.param("chromium", marks=pytest.mark.browser), pytest.param("firefox", marks=pytest.mark.firefox)],
)
