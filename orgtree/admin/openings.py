"""Pages of the administration that show what stands in somebody's dossier: each is written in the read log."""

from collections.abc import Iterable

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from anphu.kit.admin import GuardedAdmin
from orgtree.actions import reads
from orgtree.choices import ReadKind


class OpensDossiers(GuardedAdmin):
    """A row tells of one person (`whose`). Its own page opens that dossier, and so does a list with `list_opens`."""

    read_kind = ReadKind.DOSSIER
    read_detail = ""
    list_opens = False

    def whose(self, row: Model) -> int | None:
        """The id of the person whose dossier `row` shows; None when it shows nothing of it."""
        return row.person_id

    def change_view(self, request, object_id, form_url="", extra_context=None):
        answer = super().change_view(request, object_id, form_url, extra_context)
        self._note(request, filter(None, [_shown(answer).get("original")]))
        return answer

    def changelist_view(self, request, extra_context=None):
        answer = super().changelist_view(request, extra_context)
        if self.list_opens and "cl" in _shown(answer):
            self._note(request, _shown(answer)["cl"].result_list)
        return answer

    def _note(self, request: HttpRequest, rows: Iterable[Model]) -> None:
        people = {self.whose(row) for row in rows} - {None}
        reads.note_each(reader=request.user, people=people, kind=self.read_kind, detail=self.read_detail)


def _shown(answer: HttpResponse) -> dict:
    """What a page is made of; nothing where the administration leads elsewhere."""
    return getattr(answer, "context_data", None) or {}
