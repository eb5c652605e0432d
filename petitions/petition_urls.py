"""Public addresses of petitions, all under /p/: no session, no cookie, the same bytes for everybody."""

from django.urls import path

from petitions.views import supporting

app_name = "petition"
urlpatterns = [
    path("<slug:address>/", supporting.show, name="petition-show"),
    path("<slug:address>/sign/", supporting.sign, name="petition-sign"),
    path("<slug:address>/confirm/", supporting.confirm, name="petition-confirm"),
    path("<slug:address>/leave/", supporting.leave, name="petition-leave"),
    path("<slug:address>/leave/confirm/", supporting.confirm_leave, name="petition-leave-confirm"),
    path("<slug:address>/names/", supporting.names, name="petition-names"),
    path("<slug:address>/names/<uuid:after>/", supporting.names, name="petition-names-after"),
    path("<slug:address>/count.json", supporting.count, name="petition-count"),
    path("<slug:address>/challenge/", supporting.challenge, name="petition-challenge"),
]
