"""Query parameters: only those that an endpoint knows. A misspelt filter must not answer with everything."""

import re

from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class KnownParameters:
    """Mixin of views: refuses unknown query parameters (`unknown_parameter`) and control characters in them.

    A list knows its filters and its paging; `parameters` names what other actions take: `{action: (name, …)}`.
    """

    parameters: dict[str, tuple[str, ...]] = {}

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        known = self.known_parameters()
        for name, values in request.query_params.lists():
            if name not in known:
                raise Refused(
                    "unknown_parameter",
                    _("This address does not know the parameter “%(name)s”. It knows: %(known)s.")
                    % {"name": _CONTROL.sub("", name)[:60], "known": ", ".join(sorted(known))},
                    status=400,
                    parameter=_CONTROL.sub("", name)[:60],
                )
            if any(_CONTROL.search(value) for value in values):
                raise Refused(
                    "control_characters",
                    _("The parameter “%(name)s” contains control characters; remove them.") % {"name": name},
                    status=400,
                    parameter=name,
                )

    def known_parameters(self) -> set[str]:
        """Names that the present action understands."""
        action = getattr(self, "action", None) or self.request.method.lower()
        known = {"on", *self.parameters.get(action, ())}
        if action == "list":
            filters = getattr(self, "filterset_class", None)
            known |= set(filters.base_filters) if filters else set()
            pages = getattr(self, "paginator", None)
            known |= {pages.page_query_param, pages.page_size_query_param} if pages else set()
        return known
