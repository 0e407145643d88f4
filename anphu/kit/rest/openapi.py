"""What the OpenAPI document says in common of all operations, and how it reads our classes."""

from django_filters import ModelChoiceFilter, OrderingFilter
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.drainage import set_override

from anphu.kit.filters import IdFilter

PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `code` is stable; `detail` is a sentence for the reader; `errors` names fields.",
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": True},
    },
    "required": ["type", "status", "code", "detail"],
    "additionalProperties": True,
}


class Session(SessionScheme):
    """Our session authentication is described as the framework's."""

    target_class = "anphu.kit.rest.defaults.SessionAuthentication"
    priority = 1


class Filters(DjangoFilterExtension):
    """A filter that names another record takes its id; an order is told by its parameters alone."""

    priority = 1

    def resolve_filter_field(self, auto_schema, model, filterset_class, field_name, filter_field):
        label = str(filter_field.label or "")
        if isinstance(filter_field, (IdFilter, ModelChoiceFilter)):
            set_override(filter_field, "field", {"type": "integer", "format": "int64", "description": label})
        elif isinstance(filter_field, OrderingFilter):
            names = [name for name, _label in filter_field.extra["choices"]]
            set_override(filter_field, "field", {"type": "string", "enum": names, "description": label})
        return super().resolve_filter_field(auto_schema, model, filterset_class, field_name, filter_field)


def with_problems(result, generator, request, public):
    """Postprocessing hook: whatever is not a success is a problem document."""
    result["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    refused = {
        "description": "Refused; see `code`.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for path in result["paths"].values():
        for operation in path.values():
            operation["responses"]["default"] = refused
    return result
