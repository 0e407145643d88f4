from django.db import migrations, models

BY_WHAT_IS_STORED = """
UPDATE planning_measuredday d SET formulas = coalesce((
    SELECT jsonb_object_agg(s.indicator, s.formula_version) FROM planning_snapshot s
    WHERE s.day = d.day AND s.unit_id IN (SELECT unit_id FROM orgtree_unitversion WHERE parent_id IS NULL)), '{}')
"""
"""Units at the top have a value of whatever anybody has one of."""


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0011_forecasts"),
    ]

    operations = [
        migrations.AddField(
            model_name="measuredday",
            name="formulas",
            field=models.JSONField(default=dict),
        ),
        migrations.RunSQL(BY_WHAT_IS_STORED, migrations.RunSQL.noop),
    ]
