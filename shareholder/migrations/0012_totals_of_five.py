from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shareholder', '0011_no_samples_of_amendments'),
    ]

    operations = [
        migrations.AddField(
            model_name='filing',
            name='is_in_total',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='filing',
            name='is_moved',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='resolution',
            name='weighed_on',
            field=models.DateField(null=True),
        ),
    ]
