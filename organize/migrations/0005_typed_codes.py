import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organize', '0004_ledger'),
    ]

    operations = [
        migrations.CreateModel(
            name='TypedAsk',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('enclosed', models.BinaryField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TypedCode',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('proof', models.BinaryField(max_length=32, unique=True)),
                ('enclosed', models.BinaryField()),
                ('ends', models.PositiveIntegerField(db_index=True)),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
