"""The tree of units on the working day, and the page of one unit."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anphu.kit.figures import number
from anphu.kit.listing import refuse_unknown
from orgtree.choices import GRASSROOTS, PARENT_KINDS, Kind, Verb
from orgtree.models import UnitVersion
from orgtree.pages.doors import page, why_not_now
from orgtree.queries import tree
from orgtree.queries import units as queries
from orgtree.rules import access

OPEN_DEPTH = 1
"""How many steps below the root the tree is shown open."""


@page(Verb.SEE_UNITS)
def units(request: HttpRequest) -> HttpResponse:
    """What the reader sees of the tree as it stood on the working day, with members counted."""
    refuse_unknown(request.GET, {"on"})
    roots = tree.tree(request.user, request.on)
    context = {"nodes": [_shown(root) for root in roots], "stats": _stats(roots)}
    return render(request, "orgtree/units/tree.html", context)


@page(Verb.SEE_UNITS)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit on the working day: where it stands, its committees, who holds its posts, what is below it."""
    refuse_unknown(request.GET, {"on"})
    version = queries.version(pk, request.user, request.on)
    if version is None:
        raise Http404
    (node,) = tree.tree(request.user, request.on, under=pk)
    posts = queries.holders(pk, request.user, request.on)
    committees = queries.committees(pk, request.user, request.on)
    changes = why_not_now(request) is None and access.may(request.user, Verb.CHANGE_STRUCTURE, pk, request.on)
    context = {
        "version": version,
        "node": node,
        "crumbs": _crumbs(version, request),
        "nodes": [_shown(child) for child in node.children],
        "posts": posts,
        "committees": [(row, queries.seated(posts, row.kind)) for row in committees],
        "versions": queries.versions(pk),
        "sees_people": access.may(request.user, Verb.SEE_PEOPLE, pk, request.on),
        "founds": changes and any(version.kind in kinds for kinds in PARENT_KINDS.values()),
        "changes": changes,
        "sees_plans": access.may(request.user, Verb.SEE_PLANS, pk, request.on),
    }
    return render(request, "orgtree/units/unit.html", context)


def _crumbs(version: UnitVersion, request: HttpRequest) -> list[tuple[str, str]]:
    """The visible units above this one."""
    way = tree.path(version.unit_id, request.user, request.on)
    return [(above.name, reverse("unit", args=[above.unit_id])) for above in way if above.unit_id != version.unit_id]


def _shown(node: tree.Node, depth: int = 0) -> dict:
    """A node in the words of components/tree.html."""
    meta = [ngettext("%(n)s cell", "%(n)s cells", node.cells) % {"n": number(node.cells)}] if node.cells else []
    meta.append(ngettext("%(n)s member", "%(n)s members", node.total) % {"n": number(node.total)})
    return {
        "label": node.version.name,
        "url": reverse("unit", args=[node.unit_id]),
        "badge": capfirst(node.version.get_kind_display()),
        "meta": meta,
        "open": depth < OPEN_DEPTH,
        "children": [_shown(child, depth + 1) for child in node.children],
    }


def _stats(roots: list[tree.Node]) -> list[dict]:
    """The figures above the tree: of what the reader sees."""
    kinds = [node.version.kind for root in roots for node in root.walk()]
    counted = {kind: kinds.count(kind) for kind in Kind}
    grassroots = sum(counted[kind] for kind in GRASSROOTS)
    split = _("%(committees)s committees, %(cells)s cells") % {
        "committees": counted[Kind.GRASSROOTS_COMMITTEE],
        "cells": counted[Kind.GRASSROOTS_CELL],
    }
    return [
        {"value": number(grassroots), "label": _("grassroots organisations"), "note": split},
        {"value": number(counted[Kind.SUBORDINATE_CELL]), "label": _("subordinate cells")},
        {"value": number(counted[Kind.SECTION_COMMITTEE]), "label": _("section committees")},
        {"value": number(sum(root.total for root in roots)), "label": _("members")},
    ]
