import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organize', '0006_retention'),
    ]

    operations = [
        migrations.AddField(
            model_name='update',
            name='recipients',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='Subscriber',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('enclosed', models.BinaryField()),
                ('tag', models.BinaryField(max_length=32)),
                ('proof', models.BinaryField(max_length=32, unique=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscribers', to='organize.campaign')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organize.group')),
            ],
        ),
        migrations.CreateModel(
            name='UpdateMail',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('handed', 'handed to the mail server')], default='waiting', max_length=7)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organize.group')),
                ('subscriber', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organize.subscriber')),
                ('update', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='organize.update')),
            ],
        ),
        migrations.AddConstraint(
            model_name='subscriber',
            constraint=models.UniqueConstraint(fields=('campaign', 'tag'), name='subscriber_once_a_campaign'),
        ),
        migrations.AddIndex(
            model_name='updatemail',
            index=models.Index(fields=['state', 'id'], name='update_mails_waiting'),
        ),
        migrations.AddConstraint(
            model_name='updatemail',
            constraint=models.UniqueConstraint(fields=('update', 'subscriber'), name='update_mailed_once'),
        ),
    ]
