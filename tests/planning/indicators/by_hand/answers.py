"""What can be said of somebody, and how several answers about one come together.

An answer is True, False, None when the record cannot say, or EXCLUDED when a rule leaves it out; of a ratio it is a
pair, the amount and what it is divided by, either of them None when the record cannot say.
"""

EXCLUDED = "excluded"


def counted(answers: list) -> tuple[int, int, int, int]:
    """Numerator, denominator, unknown and excluded that one subject adds, of whom all this was said in a unit."""
    looked_at = [answer for answer in answers if answer != EXCLUDED]
    if not looked_at:
        return 0, 0, 0, 1
    if isinstance(looked_at[0], tuple):
        if any(None in pair for pair in looked_at):
            return 0, 0, 1, 0
        amounts, divisors = zip(*looked_at, strict=True)
        return max(amounts), max(divisors), 0, 0
    answer = all_of(looked_at)
    return (0, 0, 1, 0) if answer is None else (int(answer), 1, 0, 0)


def all_of(answers: list[bool | None]) -> bool | None:
    """Whether all are true, as far as one can say."""
    if False in answers:
        return False
    return None if None in answers else True


def not_(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def reaches(has, needs) -> bool | None:
    """Whether one is at least the other."""
    return None if has is None or needs is None else has >= needs
