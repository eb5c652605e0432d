import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organize", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="Outgoing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("enclosed", models.BinaryField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
            ],
            options={"abstract": False},
        ),
    ]
