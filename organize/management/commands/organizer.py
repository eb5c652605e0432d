from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from organize.actions.accounts import open_account
from organize.actions.groups import open_own_group


class Command(BaseCommand):
    help = "Make an account for an organizer, who then signs in with a code sent to that mailbox."

    def add_arguments(self, parser):
        parser.add_argument("mailbox")
        parser.add_argument("--group", help="a group they own; made if they own none of that name")

    def handle(self, mailbox, group=None, **options):
        try:
            validate_email(mailbox)
        except ValidationError:
            raise CommandError("That is not an e-mail address.") from None
        now = timezone.now()
        user = open_account(mailbox=mailbox, by=None, at=now)
        self.stdout.write("The account is ready: sign in at /accounts/login/ with that address.")
        self.stdout.write("Before the first change, the pages ask for a passkey or an authenticator app.")
        if group:
            made = open_own_group(name=group, by=user, at=now)
            self.stdout.write(f"The group is ready: /desk/g/{made.slug}/")
