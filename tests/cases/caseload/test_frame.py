def test_x(cast, staff_client_for):
    from waymark.cases.models import Case
    from waymark.cases.records import seal_new

    c = Case(
        organisation=cast.riverside,
        compartment=cast.compartment(cast.riverside, "Case management"),
        responsible=cast.carl_cases,
    )
    seal_new(c, {"fields": {"title": {"v": "Hello"}}}, [c.compartment])
    c.save(force_insert=True)
    r = staff_client_for(cast.carl_cases).get(f"/cases/{c.pk}/")
    assert r.status_code == 200 and b"Hello" in r.content
    assert staff_client_for(cast.luis_lakeside).get(f"/cases/{c.pk}/").status_code == 404
    assert staff_client_for(cast.carl_cases).get("/cases/").status_code == 200
