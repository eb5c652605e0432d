def test_front_page_says_what_this_is_and_needs_no_account(client, db):
    answer = client.get("/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "without risking their job" in page
    assert "/accounts/login/" in page


def test_front_page_lists_no_letter_and_sets_no_cookie(client, db):
    answer = client.get("/")
    assert not answer.cookies
    assert answer.content.decode().replace("/l/guides/", "").count("/l/") == 0


def test_front_page_takes_no_post(client, db):
    assert client.post("/").status_code == 405
