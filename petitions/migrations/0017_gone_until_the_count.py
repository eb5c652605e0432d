from django.db import migrations, models

from organize.samples import no_samples


class Migration(migrations.Migration):

    dependencies = [
        ('petitions', '0016_no_samples_of_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='petition',
            name='gone',
            field=models.JSONField(default=dict),
        ),
        no_samples({"petitions_petition": "gone"}),
    ]
