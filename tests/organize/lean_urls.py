"""Addresses for the tests of what runs around a request: they show what a view can see, and what it raises."""

from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from organize.middleware import large_body
from organize.refusals import Refusal

handler400 = "organize.answers.bad_request"
handler403 = handler404 = "organize.answers.missing"
handler500 = "organize.answers.broken"


def seen(request, **_path):
    """Everything of META that a view could keep, as JSON."""
    meta = {name: str(value) for name, value in request.META.items() if not name.startswith("wsgi.")}
    return JsonResponse({"meta": meta, "bucket": request.bucket, "cookies": request.COOKIES})


def language(request, **_path):
    return HttpResponse(translation.get_language())


def refuse(request):
    raise Refusal("This letter is closed.", 409)


def break_down(request):
    name = "Wilhelmina Canary"
    raise ValueError(f"could not sign for {name}")


def cookie(request):
    response = HttpResponse("no")
    response.set_cookie("who", "me")
    return response


@csrf_exempt
def take(request):
    return JsonResponse({"fields": len(request.POST), "files": [file.size for file in request.FILES.values()]})


@csrf_exempt
@large_body
def break_much(request):
    take(request)
    raise ValueError("after all of it arrived")


@csrf_exempt
@large_body
def take_much(request):
    return take(request)


urlpatterns = [
    path("l/seen/", seen),
    path("l/seen/<str:lang>/", language),
    path("l/refuse/", refuse),
    path("l/break/", break_down),
    path("l/cookie/", cookie),
    path("l/take/", take),
    path("seen/", seen),
    path("refuse/", refuse),
    path("break/", break_down),
    path("take/", take),
    path("take-much/", take_much),
    path("break-much/", break_much),
]
