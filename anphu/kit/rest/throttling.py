"""How often the API may be asked: per account and per address, by DEFAULT_THROTTLE_RATES (`1200/m`; empty: no limit).

Counted in whole minutes, hours or days of the clock, so that one number a caller is enough.
"""

import time

from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

from anphu.kit import counters

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class Counted(BaseThrottle):
    """Base of both. `scope`: the name of the rate."""

    scope = ""

    def whose(self, request) -> str:
        """Who is counted; empty for nobody."""
        raise NotImplementedError

    def allow_request(self, request, view) -> bool:
        rate, whose = api_settings.DEFAULT_THROTTLE_RATES.get(self.scope), self.whose(request)
        if not rate or not whose:
            return True
        most, _slash, period = rate.partition("/")
        seconds = SECONDS[period[0]]
        now = int(time.time())
        self.left = seconds - now % seconds
        done = counters.count(f"rate:{self.scope}:{whose}:{now // seconds}", seconds)
        return done is None or done <= int(most)

    def wait(self) -> int:
        """Seconds after which asking again makes sense; the answer carries them as Retry-After."""
        return self.left


class PerUser(Counted):
    scope = "user"

    def whose(self, request) -> str:
        return str(request.user.pk) if request.user.is_authenticated else ""


class PerAddress(Counted):
    """Many readers of one office may share an address: its rate is that of many."""

    scope = "address"

    def whose(self, request) -> str:
        return self.get_ident(request) or ""
