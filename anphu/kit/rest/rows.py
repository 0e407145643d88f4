"""How a row of a table is told."""

from rest_framework import serializers


class Row(serializers.ModelSerializer):
    """A serializer that only reads: what is sent is checked by serializers of its own.

    The framework forgets, of fields that are not written, that they can be empty; the schema must not.
    """

    def get_extra_kwargs(self):
        return {name: {"read_only": True} for name in self.Meta.fields}

    def include_extra_kwargs(self, kwargs, extra_kwargs):
        empty = {name: kwargs[name] for name in ("allow_null", "allow_blank") if name in kwargs}
        return {**super().include_extra_kwargs(kwargs, extra_kwargs), **empty}
