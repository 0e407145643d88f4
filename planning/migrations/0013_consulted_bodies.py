import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import anphu.kit.migrations
import anphu.kit.periods


class Migration(migrations.Migration):
    dependencies = [
        ("orgtree", "0014_brief"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("planning", "0012_formulas_of_days"),
    ]

    operations = [
        anphu.kit.migrations.Together(
            operations=[
                migrations.CreateModel(
                    name="ConsultedBody",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                choices=[("inspection", "inspection commission")],
                                max_length=30,
                                verbose_name="answered by the holders of",
                            ),
                        ),
                        ("period", anphu.kit.periods.PeriodField(verbose_name="period")),
                        ("basis", models.CharField(max_length=300, verbose_name="basis")),
                        (
                            "confidence",
                            models.CharField(
                                choices=[
                                    ("S", "seen in source"),
                                    ("S2", "seen second-hand"),
                                    ("I", "inferred"),
                                    ("U", "unverified"),
                                ],
                                max_length=2,
                                verbose_name="confidence",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bodies",
                                to="planning.legaldocument",
                                verbose_name="document",
                            ),
                        ),
                        (
                            "rule_set",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bodies",
                                to="planning.ruleset",
                                verbose_name="rule set",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="orgtree.unit",
                                verbose_name="answered by the unit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "consulted body",
                        "verbose_name_plural": "consulted bodies",
                        "ordering": ["name", "period"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("period__isempty", False), ("period__startswith__isnull", False)),
                                name="consultedbody_has_days",
                                violation_error_message="The period must begin on a day and end after it begins.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("code", "="), ("period", "&&")],
                                name="consultedbody_no_overlap",
                                violation_error_message="The period overlaps another one of the same record.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("role", ""), ("unit", None), _connector="OR"),
                                name="consultedbody_answers_once",
                                violation_error_message="Name who answers: a role or a unit, not both.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsultedBodyEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("code", models.SlugField(db_index=False, max_length=40, verbose_name="code")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                choices=[("inspection", "inspection commission")],
                                max_length=30,
                                verbose_name="answered by the holders of",
                            ),
                        ),
                        ("period", anphu.kit.periods.PeriodField(verbose_name="period")),
                        ("basis", models.CharField(max_length=300, verbose_name="basis")),
                        (
                            "confidence",
                            models.CharField(
                                choices=[
                                    ("S", "seen in source"),
                                    ("S2", "seen second-hand"),
                                    ("I", "inferred"),
                                    ("U", "unverified"),
                                ],
                                max_length=2,
                                verbose_name="confidence",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="planning.legaldocument",
                                verbose_name="document",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="planning.consultedbody",
                            ),
                        ),
                        (
                            "rule_set",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="planning.ruleset",
                                verbose_name="rule set",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="orgtree.unit",
                                verbose_name="answered by the unit",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="consultedbody",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_consultedbodyevent" ("basis", "code", "confidence", "document_id", "id", "name", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "rule_set_id", "unit_id") SELECT new_values."basis", new_values."code", new_values."confidence", new_values."document_id", new_values."id", new_values."name", new_values."period", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."rule_set_id", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="7b1466d45eaaccf3e8d19663eb0c85e821c4aded",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f79b9",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_consultedbody",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="consultedbody",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_consultedbodyevent" ("basis", "code", "confidence", "document_id", "id", "name", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "rule_set_id", "unit_id") SELECT new_values."basis", new_values."code", new_values."confidence", new_values."document_id", new_values."id", new_values."name", new_values."period", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role", new_values."rule_set_id", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="38f98c57a96ee201a2f6cbcc5149a80a77b2a74b",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_80ced",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="planning_consultedbody",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="consultedbody",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_consultedbodyevent" ("basis", "code", "confidence", "document_id", "id", "name", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "rule_set_id", "unit_id") SELECT old_values."basis", old_values."code", old_values."confidence", old_values."document_id", old_values."id", old_values."name", old_values."period", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role", old_values."rule_set_id", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="04ad202f923a1a07ad0cc6b948524a853d23a6d3",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d9d36",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="planning_consultedbody",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="consultedbody",
                    trigger=pgtrigger.compiler.Trigger(
                        name="require_context",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF coalesce(current_setting('pghistory.context_metadata', true), '') = ''\n   OR coalesce(current_setting('pghistory.context_metadata', true)::jsonb ->> 'actor', '') = ''\n   OR coalesce(current_setting('pghistory.context_metadata', true)::jsonb ->> 'reason', '') = '' THEN\n    RAISE EXCEPTION 'write to % without actor and reason', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';\nEND IF;\nRETURN NULL;\n",
                            hash="7d1923a3f5f59051b8d8af8c8a7bbacafa71a502",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_require_context_897d5",
                            table="planning_consultedbody",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="consultedbodyevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="4ce75572f3b5750db79dc36e8af27efe07b3bb8f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b0503",
                            table="planning_consultedbodyevent",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
        anphu.kit.migrations.Changed(
            operations=[
                pgtrigger.migrations.RemoveTrigger(
                    model_name="consultation",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="consultation",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="consultation",
                    name="delete_delete",
                ),
                migrations.RemoveConstraint(
                    model_name="consultation",
                    name="consultation_unique",
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="consultation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_consultationevent" ("answer", "answered_at", "answered_by_id", "answered_on", "asked_by_id", "asked_on", "body_id", "due", "id", "line_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "role", "unit_id", "words") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."answered_on", new_values."asked_by_id", new_values."asked_on", new_values."body_id", new_values."due", new_values."id", new_values."line_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."question", new_values."role", new_values."unit_id", new_values."words" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="d332b84160d56f013ae888f9a54013a03d53e1a3",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f1fce",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_consultation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="consultation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_consultationevent" ("answer", "answered_at", "answered_by_id", "answered_on", "asked_by_id", "asked_on", "body_id", "due", "id", "line_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "role", "unit_id", "words") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."answered_on", new_values."asked_by_id", new_values."asked_on", new_values."body_id", new_values."due", new_values."id", new_values."line_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."question", new_values."role", new_values."unit_id", new_values."words" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="a24d0adad479105f7a6bfdfe3d4b70c224a43d0e",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d8933",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="planning_consultation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="consultation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_consultationevent" ("answer", "answered_at", "answered_by_id", "answered_on", "asked_by_id", "asked_on", "body_id", "due", "id", "line_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "role", "unit_id", "words") SELECT old_values."answer", old_values."answered_at", old_values."answered_by_id", old_values."answered_on", old_values."asked_by_id", old_values."asked_on", old_values."body_id", old_values."due", old_values."id", old_values."line_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."question", old_values."role", old_values."unit_id", old_values."words" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="f258d06ffc0c4d8bf61c75d2490628411cd5a517",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_637ee",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="planning_consultation",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddField(
                    model_name="consultation",
                    name="body",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="planning.consultedbody",
                        verbose_name="consulted body",
                    ),
                ),
                migrations.AddField(
                    model_name="consultationevent",
                    name="body",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="planning.consultedbody",
                        verbose_name="consulted body",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consultation",
                    constraint=models.UniqueConstraint(
                        fields=("line", "body", "role", "unit"),
                        name="consultation_unique",
                        nulls_distinct=False,
                        violation_error_message="This body has been asked about that line already.",
                    ),
                ),
            ],
        ),
    ]
