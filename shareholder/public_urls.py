"""Addresses without a session: calendar feeds by their secret, and resolutions that a published campaign tells of."""

from django.urls import path

from shareholder.views import boards, public

app_name = "shareholder-public"
urlpatterns = [
    path("calendar/<slug:key>.ics", boards.feed, name="feed"),
    path("c/<slug:address>/resolutions/<slug:own>/", public.show, name="resolution-show"),
]
