import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organize', '0005_typed_codes'),
    ]

    operations = [
        migrations.AddField(
            model_name='trail',
            name='count',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.CreateModel(
            name='Retention',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('period', models.CharField(max_length=40)),
                ('days', models.PositiveIntegerField()),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='retention', to='organize.group')),
            ],
            options={
                'ordering': ['period'],
                'constraints': [models.UniqueConstraint(fields=('group', 'period'), name='retention_once_per_group')],
            },
        ),
    ]
