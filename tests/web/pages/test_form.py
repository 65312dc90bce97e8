"""What `@form` makes of a handler; test_settings.py and test_admin.py show whole forms."""

from fastapi import Request

from chat.web.pages.form import _shown_again, form
from chat.web.pages.form_page import Done, FormPage, done


def address(_request, section, **more):
    return f"/here?{more['notice']}&{more['person']}#{section}"


PAGE = FormPage(lambda *_: None, address, {"saved": ("top", "Saved.")})


async def save(actor, name=""): ...


def test_a_route_takes_what_the_handler_takes_and_the_request():
    plain, careful = (form("/save", page=PAGE, section="top", confirm=confirm)(save) for confirm in ("", "always"))
    assert set(plain._signature().parameters) == {"request", "actor", "name"}
    assert set(careful._signature().parameters) == {"request", "actor", "name", "current_password"}


def test_what_is_done_leads_back_to_the_page_with_a_notice():
    response = PAGE.redirect(Request({"type": "http"}), done("saved", person=7))
    assert done("saved", person=7) == Done("saved", {"person": 7})
    assert (response.status_code, response.headers["location"]) == (303, "/here?saved&7#top")


def test_passwords_and_ids_are_never_shown_again():
    assert _shown_again({"name": "Ada", "password": "a", "new_password": "b", "user_id": 7, "ids": [7]}) == {
        "name": "Ada"
    }
    assert _shown_again({"day": ["1", "5"]}) == {"day": "1 5"}
