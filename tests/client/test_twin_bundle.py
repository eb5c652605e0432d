"""What tests/sealing demands of a bundle and its zip, demanded of both implementations."""

import pytest

from tests.client import twin_of
from tests.sealing import test_bundle

# Flips have their own test, tests/client/test_verify_flips.py; a browser is given no folder of links; how a file
# on disk is cut into lines, and what other zip tools read, asks nothing of a second implementation.
WITHOUT = (
    "test_p49_any_single_bit_flip_is_rejected",
    "test_every_byte_of_a_short_file_is_covered",
    "test_zip_is_one_that_other_tools_read",
    "test_links_and_folders_are_refused",
    "test_piece_reads_lines_across_blocks",
)


@pytest.fixture(autouse=True)
def both(twin):
    yield
    assert twin.heard, "nothing was asked of the second implementation"


globals().update(twin_of.tests(test_bundle, without=WITHOUT))
