from django.db import migrations

from organize.samples import no_samples

COLUMNS = {
    "organize_group": "name",
    "organize_company": "name aliases domains",
    "organize_officeholder": "name title",
    "organize_contract": "what for_whom source source_url",
    "organize_campaign": "title summary headline story",
    "organize_commitment": "text source source_url demand",
    "organize_evidence": "text source source_url",
    "organize_response": "text source source_url",
    "organize_update": "title body",
    "organize_user": "password mailbox pseudonym",
    "account_emailaddress": "email",
    "mfa_authenticator": "data",
}


class Migration(migrations.Migration):

    dependencies = [
        ('organize', '0009_erasures'),
        ('account', '0009_emailaddress_unique_primary_email'),
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [
        no_samples(COLUMNS),
    ]
