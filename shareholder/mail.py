"""The one mail about resolutions: the same words for everybody, whatever is near."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation


def reminder():
    """{"subject", "text"} of a reminder. It names no company, no resolution, no day and no kind of day."""
    context = {"address": settings.PUBLIC_ORIGIN + reverse("desk")}
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "subject": render_to_string("emails/reminder.subject.txt").strip(),
            "text": render_to_string("emails/reminder.body.txt", context),
        }
