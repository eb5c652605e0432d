from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from organize.models.row import Row


class Accounts(BaseUserManager):
    """Accounts have no password: people come in with a code from their mailbox."""

    def create_user(self, mailbox, **fields):
        user = self.model(mailbox=mailbox.strip().lower(), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, mailbox):
        return self.get(mailbox=mailbox.strip().lower())


class User(Row, AbstractBaseUser):
    """An organizer with an account. People who sign letters never have one."""

    mailbox = models.EmailField(_("mailbox"), unique=True)
    pseudonym = models.CharField(_("name shown to your group"), max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")

    objects = Accounts()
    USERNAME_FIELD = EMAIL_FIELD = "mailbox"
    REQUIRED_FIELDS = []
    factor_age = None  # of this request: seconds since its session used a second factor (organize.sessions)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(mailbox=Lower("mailbox")), name="user_mailbox_is_lower_case")
        ]

    @property
    def goes_by(self):
        """What members of the same group see: the pseudonym, and the mailbox only while there is none."""
        return self.pseudonym or self.mailbox

    def __str__(self):
        return self.pseudonym or str(_("an organizer"))
