"""The administration's tools: rights by verbs, rows by reader, a reason for every write, deeds only through actions.

A model admin says which verbs read and write it; nothing here knows what the verbs mean. Django's own permissions,
groups and superusers are never asked.
"""

from anphu.kit.admin.events import EventAdmin, label_with
from anphu.kit.admin.gestures import Gesture, GestureAdmin, form_page
from anphu.kit.admin.rights import GuardedAdmin, PickOne
from anphu.kit.admin.searching import Elsewhere, Ready, folded_search
from anphu.kit.admin.writing import TrackedAdmin, TrackedForm, TrackedInline
from anphu.kit.filters import is_id

__all__ = [
    "Elsewhere",
    "EventAdmin",
    "Gesture",
    "GestureAdmin",
    "GuardedAdmin",
    "PickOne",
    "Ready",
    "TrackedAdmin",
    "TrackedForm",
    "TrackedInline",
    "folded_search",
    "form_page",
    "is_id",
    "label_with",
]
