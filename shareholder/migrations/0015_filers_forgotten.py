import shareholder.models.filing
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('shareholder', '0014_challenges_overtaken'),
    ]

    operations = [
        migrations.AddField(
            model_name='filing',
            name='is_kept',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='filing',
            name='user',
            field=models.ForeignKey(null=True, on_delete=shareholder.models.filing.forget_person, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
    ]
