"""`manage.py keys`: the keys of encrypted fields."""

from django.core.management.base import BaseCommand

from anphu.kit import encryption


class Command(BaseCommand):
    help = "Change the keys of encrypted fields (settings FIELD_KEYS: the current master key first, then older ones)."

    def add_arguments(self, parser) -> None:
        choice = parser.add_mutually_exclusive_group(required=True)
        choice.add_argument("--rewrap", action="store_true", help="wrap every data key by the current master key")
        choice.add_argument("--rotate", action="store_true", help="encrypt what is written from now on by a new key")

    def handle(self, *args, rewrap: bool, rotate: bool, **options) -> None:
        if rewrap:
            self.stdout.write(f"rewrapped: {encryption.rewrap()}")
        if rotate:
            encryption.rotate()
            self.stdout.write("rotated; restart web and worker so that they write under the new key")
