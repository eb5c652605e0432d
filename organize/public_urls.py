"""Public pages of campaigns, under /c/: no session, no cookie, the same bytes for everybody."""

from django.urls import path

from organize.views import public, subscribers

urlpatterns = [
    path("leave/<slug:token>/", subscribers.leave, name="subscriber-leave"),
    path("<slug:address>/", public.show, name="campaign-public"),
    path("<slug:address>/feed.atom", public.atom, name="campaign-atom"),
    path("<slug:address>/feed.json", public.json_feed, name="campaign-json"),
    path("<slug:address>/updates/", subscribers.ask, name="campaign-subscribe"),
    path("<slug:address>/updates/code/", subscribers.confirm, name="campaign-confirm"),
    path("<slug:address>/ledger/<slug:company>/", public.ledger, name="ledger"),
]
