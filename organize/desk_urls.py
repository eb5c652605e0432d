"""Addresses under /desk/. A slug is 128 random bits, so an address gives nothing away and nothing can be counted."""

from django.urls import path

from organize.views import accounts, campaigns, companies, groups, home

urlpatterns = [
    path("", home.desk, name="desk"),
    path("second-factor/", accounts.second_factor, name="second-factor"),
    path("groups/new/", groups.create, name="group-create"),
    path("g/<slug:slug>/", groups.read, name="group"),
    path("g/<slug:slug>/trail/", groups.trail, name="trail"),
    path("g/<slug:slug>/companies/new/", companies.create, name="company-create"),
    path("g/<slug:slug>/campaigns/new/", campaigns.create, name="campaign-create"),
    path("c/<slug:slug>/", campaigns.read, name="campaign"),
    path("c/<slug:slug>/edit/", campaigns.edit, name="campaign-edit"),
    path("c/<slug:slug>/copy/", campaigns.copy, name="campaign-copy"),
]
