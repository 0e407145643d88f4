"""What every page does before its one call: who reads."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anphu.kit.refusals import Refused
from orgtree.choices import Verb


def page(verb: str) -> Callable:
    """Decorator of reading views: for readers who hold `verb` somewhere; others learn what they lack."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @require_safe
        @login_required
        @wraps(view)
        def door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.may_somewhere(verb):
                sentence = _("Your roles do not include this right: %s.") % Verb(verb).label
                raise Refused("not_allowed", sentence, status=403)
            return view(request, *args, **kwargs)

        return door

    return decorate
