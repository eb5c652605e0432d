from django.db import migrations

from organize.samples import no_samples

COLUMNS = {
    "petitions_dispute": "text answer",
    "petitions_checkpoint": "counts",
    "petitions_jointstatement": "title articles milestones",
    "petitions_revision": "addressees why",
    "petitions_wording": "title body demands",
    "petitions_letter": "title body tiers domains offices roles answer",
    "petitions_demand": "text",
    "petitions_addressee": "name title",
    "petitions_petition": "title addressee body publisher partners countries reached",
    "petitions_keyholder": "name",
    "petitions_supporter": "name",
    "petitions_sheet": "label",
    "petitions_signon": "name domain part_of evidence",
    "petitions_consent": "evidence",
    "petitions_trustee": "name contact url",
    "petitions_wave": "complaints",
    "petitions_publishedname": "identity",
    "petitions_erratum": "reason",
    "petitions_translation": "title body demands",
    "petitions_version": "words",
}


class Migration(migrations.Migration):

    dependencies = [
        ('petitions', '0015_no_samples_of_supporters'),
    ]

    operations = [
        no_samples(COLUMNS),
    ]
