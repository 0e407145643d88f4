"""People found by name, as a reader of Vietnamese expects."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce

from anphu.kit import names


def search(people: QuerySet, text: str) -> QuerySet:
    """`people` whose name has every word of `text`, with or without marks; if there is none, names much like it.

    Exact marks come first ("đường" is not "Dương"), then names that differ in marks alone, each by name. Small typing
    errors are forgiven only when nothing matches as typed: one query more, and no stray names among good ones.
    """
    text, folded = names.nfc(text), names.fold(text)
    found = people
    for word in folded.split():
        found = found.filter(name_fold__contains=word)
    if not folded or found.exists():
        exact = Case(When(full_name__icontains=text, then=Value(0)), default=Value(1), output_field=IntegerField())
        return found.order_by(exact, "name_key", "pk")
    likeness = Coalesce(TrigramWordSimilarity(folded, "name_fold"), Value(0.0))
    return people.filter(name_fold__trigram_word_similar=folded).order_by(likeness.desc(), "name_key", "pk")
