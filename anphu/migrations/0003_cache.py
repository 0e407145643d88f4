from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    """The table behind the cache (rate limits of sign-in): shared by all web processes, alive without a broker."""
    call_command("createcachetable", verbosity=0, database=schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("anphu", "0002_initial")]
    operations = [
        migrations.RunPython(create, migrations.RunPython.noop),
        migrations.RunSQL(migrations.RunSQL.noop, "DROP TABLE IF EXISTS anphu_cache"),
    ]
