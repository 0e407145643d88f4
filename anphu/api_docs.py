"""The OpenAPI document and the page on which it is browsed, from our own server alone."""

from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from anphu.kit.rest import openapi  # noqa: F401 - how our classes are described registers on import
from anphu.kit.rest.parameters import KnownParameters


class SchemaView(KnownParameters, SpectacularAPIView):
    """The description of this API (OpenAPI 3.0), in the language of the caller."""

    authentication_classes = ()

    @extend_schema(exclude=True)
    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs)


class Docs(KnownParameters, SpectacularSwaggerSplitView):
    """The browser page. Its script comes from an address of its own, so that none stands in the page."""

    url_name = "api-schema"
    template_name = "api/docs.html"
    parameters = {"get": ("script",)}
