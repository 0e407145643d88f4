"""What a template may say: names, loops, conditions and a few filters. Everything else is refused before it runs."""

from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes, pass_eval_context
from jinja2.filters import do_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

_DEEPEST_LOOP = 2
_FILTERS = ("capitalize", "count", "default", "first", "join", "last", "length", "lower", "title", "trim", "upper")
_TESTS = ("defined", "none", "undefined")
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name, nodes.Const, nodes.Getattr,
    nodes.Getitem, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.CondExpr, nodes.Concat, nodes.Keyword,
)  # fmt: skip
"""No assignment, call, arithmetic, macro, import or include: nothing that can grow, wander off or reach out."""
_NAMED = (nodes.Name, nodes.Getattr, nodes.Getitem)
"""What a loop may run over: what the dossier has under a name, never a text that the template itself brings along."""


class Forbidden(TemplateSyntaxError):
    """A template asked for something that templates may not do."""


class Sandbox(ImmutableSandboxedEnvironment):
    def __init__(self):
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS} | {"join": _join}
        self.tests = {name: self.tests[name] for name in _TESTS}

    def compile(self, source, *args, **kwargs):
        if isinstance(source, str):
            source = self.parse(source)
            _inspect(source)
        return super().compile(source, *args, **kwargs)


@pass_eval_context
def _join(context, values: Any, *args, **kwargs) -> str:
    """Jinja's `join`, of lists only: a text joined letter by letter, again and again, grows without bound."""
    if isinstance(values, str):
        raise Forbidden("join", 1)
    return do_join(context, values, *args, **kwargs)


def _inspect(node: nodes.Node, loops: int = 0) -> None:
    """Raise Forbidden at the first thing that is not on the list."""
    loops += isinstance(node, nodes.For)
    private = isinstance(node, nodes.Getattr) and node.attr.startswith("_")
    made_up = isinstance(node, nodes.For) and not isinstance(node.iter, _NAMED)
    if not isinstance(node, _ALLOWED) or loops > _DEEPEST_LOOP or private or made_up:
        raise Forbidden(type(node).__name__.lower(), node.lineno)
    for child in node.iter_child_nodes():
        _inspect(child, loops)
