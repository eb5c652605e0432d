"""Addresses under /desk/. A slug is 128 random bits, so an address gives nothing away and nothing can be counted."""

from django.urls import path

from organize.views import accounts, campaigns, companies, groups, home, invitations, members

urlpatterns = [
    path("", home.desk, name="desk"),
    path("second-factor/", accounts.second_factor, name="second-factor"),
    path("account/", accounts.account, name="account"),
    path("account/sign-out-everywhere/", accounts.sign_out_everywhere, name="account-sign-out"),
    path("groups/new/", groups.create, name="group-create"),
    path("g/<slug:slug>/", groups.read, name="group"),
    path("g/<slug:slug>/trail/", groups.trail, name="trail"),
    path("g/<slug:slug>/members/", members.read, name="members"),
    path("g/<slug:slug>/members/<uuid:pk>/", members.change, name="member-change"),
    path("g/<slug:slug>/members/<uuid:pk>/remove/", members.remove, name="member-remove"),
    path("g/<slug:slug>/leave/", members.leave, name="group-leave"),
    path("g/<slug:slug>/invite/", invitations.invite, name="member-invite"),
    path("g/<slug:slug>/invitations/<uuid:pk>/withdraw/", invitations.withdraw, name="invitation-withdraw"),
    path("g/<slug:slug>/companies/new/", companies.create, name="company-create"),
    path("g/<slug:slug>/campaigns/new/", campaigns.create, name="campaign-create"),
    path("c/<slug:slug>/", campaigns.read, name="campaign"),
    path("c/<slug:slug>/edit/", campaigns.edit, name="campaign-edit"),
    path("c/<slug:slug>/copy/", campaigns.copy, name="campaign-copy"),
]
