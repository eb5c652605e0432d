"""Every page of the desk answers in every state of a letter, and reading one changes nothing."""

import pytest

from organize.models import Trail
from petitions.states import LetterState
from tests.petitions import desk

pytestmark = pytest.mark.django_db

PAGES = (
    "letter-read letter-edit letter-preview letter-terms trustee-seat letter-invite code-make code-upload "
    "letter-freeze wave-announce name-strike letter-close letter-cancel letter-deliver letter-answer "
    "letter-archive letter-destroy paper-read"
).split()


@pytest.mark.parametrize("state", LetterState.values)
def test_every_page_answers_in_every_state(state):
    client, made, _people = desk.scene(state)
    trail = Trail.objects.count()
    for name in PAGES:
        response = client.get(desk.url(name, made.letter))
        assert response.status_code == 200, name
        assert b"Preview: not for real letters yet" in response.content, name
    for name in ("trustee-key", "trustee-approval", "trustee-destruction"):
        assert client.get(desk.url(name, made.letter, 1)).status_code == 200, name
        assert client.get(desk.url(name, made.letter, 9)).status_code == 404, name
    made.letter.refresh_from_db()
    assert made.letter.state == state
    assert Trail.objects.count() == trail
