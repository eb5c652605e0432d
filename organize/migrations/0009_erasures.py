import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organize', '0008_no_samples_of_subscribers'),
    ]

    operations = [
        migrations.AddField(
            model_name='trail',
            name='has_left',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=60)),
                ('object_id', models.UUIDField(unique=True)),
                ('state', models.CharField(choices=[('asked', 'waits for a second owner'), ('confirmed', 'being erased')], default='asked', max_length=9)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organize.group')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
