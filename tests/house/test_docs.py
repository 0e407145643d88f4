from django.conf import settings

from orgtree.choices import Kind, Role, Verb
from planning.choices import Proposal, RoundKind
from planning.states import ROUND, SUBMISSION


def test_state_diagrams_are_fresh():
    """Generated: on failure paste what `python3 manage.py shell -c "…SUBMISSION.mermaid()"` prints."""
    text = (settings.BASE_DIR / "docs" / "architecture.md").read_text()
    assert SUBMISSION.mermaid() in text
    assert ROUND.mermaid() in text


def test_glossary_names_every_word_of_the_code():
    text = (settings.BASE_DIR / "docs" / "glossary.md").read_text()
    words = [choice for vocabulary in (Kind, Role, Verb, RoundKind, Proposal) for choice in vocabulary.values]
    assert [word for word in words if f"`{word}`" not in text] == []
