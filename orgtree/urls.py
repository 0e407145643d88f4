from django.urls import path

from orgtree.pages import people, units

urlpatterns = [
    path("units/", units.units, name="units"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("people/", people.people, name="people"),
    path("people/export/", people.export, name="people-export"),
    path("people/<int:pk>/", people.person, name="person"),
]
