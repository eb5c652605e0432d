"""The reference that a page and a signature are measured against: Django with nothing around it.

`gunicorn tests.benchmarks.bare:application`: no middleware; a view that says hello, and a view that validates a form of
three fields and inserts one row of about 1.8 kB with one unique column over a persistent connection.
"""

import os

from django.conf import settings

from organize.environment import database

STATEMENT = 1600  # characters of the text in one row

settings.configure(
    SECRET_KEY="only for benchmarks",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": database(os.environ["UNDERSIGNED_BENCH_BARE_URL"])},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    LOGGING_CONFIG=None,
)

from django import forms  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from django.db import connection, models  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402


class Signature(models.Model):
    name = models.CharField(max_length=120)
    mailbox = models.CharField(max_length=254, unique=True)
    statement = models.TextField()

    class Meta:
        app_label = "bare"


class SignForm(forms.Form):
    name = forms.CharField(max_length=120)
    mailbox = forms.EmailField()
    statement = forms.CharField(max_length=2000)


def hello(request):
    return HttpResponse("hello")


def hello_long(request, length):
    """A page of this many bytes, made without a template."""
    return HttpResponse("h" * length)


def insert(request):
    form = SignForm(request.POST)
    if not form.is_valid():
        return HttpResponse("no", status=400)
    Signature.objects.create(**form.cleaned_data)
    return HttpResponse("yes")


urlpatterns = [path("hello/", hello), path("hello/<int:length>/", hello_long), path("insert/", insert)]


def make_table():
    """Create the one table of this reference."""
    with connection.schema_editor() as editor:
        editor.create_model(Signature)


if __name__ == "__main__":
    make_table()
