"""How long a session lives, what it knows of its second factor, and in which time zone its pages speak."""

import time
import zoneinfo

from django.conf import settings
from django.contrib.auth import logout
from django.utils import timezone

from organize import factors

BEGAN, SEEN = "began", "seen"
TOUCH = 60  # seconds; a session that is in use is written at most once in them


class Sessions:
    """Ends what is too old, renews the key when a second factor was used, and says on `request.user` how long ago.

    Half an hour without a request ends a session by its own expiry (SESSION_COOKIE_AGE), because only a session that
    is in use is written again. The whole life is counted from its beginning and cannot be prolonged.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self._renewed(request, None)
        now, session = time.time(), request.session
        if now - session.setdefault(BEGAN, now) > settings.SESSION_WHOLE_LIFE:
            logout(request)
            return self.get_response(request)
        if now - session.get(SEEN, 0) >= TOUCH:
            session[SEEN] = now
        request.user.factor_age = factors.age(request)
        timezone.activate(zoneinfo.ZoneInfo(request.user.time_zone))
        try:
            return self._renewed(request, factors.last_use(request))
        finally:
            timezone.deactivate()  # the thread's next request may be a signatory's

    def _renewed(self, request, used):
        """The answer; a factor that was used meanwhile in this session gives it a new key, as signing in does."""
        response = self.get_response(request)
        if used != factors.last_use(request) and request.session.session_key:
            request.session.cycle_key()
        return response
