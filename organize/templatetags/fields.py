"""Form fields, error summaries and fingerprints as the design system draws them."""

from django import forms, template
from django.apps import apps

from organize import inventory

register = template.Library()


def _kind(bound):
    """Whether the label stands beside the widget ("checkbox"), around several ("radio") or above it ("")."""
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect):
        return "radio"
    return "checkbox" if isinstance(widget, forms.CheckboxInput) else ""


@register.inclusion_tag("_field.html")
def field(bound):
    """Label, help, widget and errors of one bound field: ``{% field form.name %}``."""
    return {"field": bound, "kind": _kind(bound)}


@register.inclusion_tag("_fields.html")
def fields(form):
    """All fields of a form in order, below its error summary: ``{% fields form %}``."""
    return {"form": form}


@register.inclusion_tag("_errors.html")
def errors(form):
    """The error summary alone, for a page that places its fields itself: ``{% errors form %}``."""
    return {"form": form}


@register.filter
def grouped(text, size=4):
    """Text in groups of ``size`` characters, to be read aloud: "k7qd2m9x" becomes "k7qd 2m9x"."""
    text = str(text)
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


@register.filter
def done(verb):
    """A verb of the trail in the reader's language; one that the product no longer knows stays as it was written."""
    return inventory.verbs().get(verb, verb)


@register.filter
def kind(label):
    """What a trail entry is about, in words: "organize.campaign" becomes "campaign" in the reader's language."""
    return apps.get_model(label)._meta.verbose_name
