import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0001_letters")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="mode",
            field=models.CharField(
                choices=[("code", "codes on paper"), ("email", "work mail")], default="code", max_length=5
            ),
        ),
        migrations.AddField(model_name="letter", name="domains", field=models.JSONField(default=list)),
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("enclosed", models.BinaryField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "letter",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="petitions.letter",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
    ]
