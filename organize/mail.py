"""Letters to organizers: plain text, from templates, never with anything a person wrote in the subject."""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string


def send(name, *, to, context):
    """Send templates/emails/<name>.subject.txt and .body.txt to the mailbox `to`."""
    subject = " ".join(render_to_string(f"emails/{name}.subject.txt", context).split())
    body = render_to_string(f"emails/{name}.body.txt", context)
    EmailMessage(subject=subject, body=body, to=[to]).send()
