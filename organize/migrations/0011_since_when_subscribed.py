import datetime

from django.db import migrations, models


def next_month():
    """For whoever is subscribed already nobody knows the month: their time begins with this migration."""
    return (datetime.datetime.now(datetime.UTC).date().replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


class Migration(migrations.Migration):

    dependencies = [
        ('organize', '0010_no_samples_of_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='subscriber',
            name='since',
            field=models.DateField(default=next_month),
            preserve_default=False,
        ),
    ]
