"""Where another service or the mail server is down, the page says so, the rest works, and nothing is lost."""

import re
import time

from demo import acts
from tests.cast import PEOPLE
from tests.product.scene import Scene


class _Dead:
    """Takes the place of a neighbour that cannot be reached: the same class, pointed at a closed port."""

    def __init__(self, scene: Scene, name: str) -> None:
        self.neighbour = scene.product.apps["pages"].extensions["site"].neighbours[name]
        self.address = self.neighbour._url

    def __enter__(self) -> None:
        self.neighbour._url = "http://127.0.0.1:9"

    def __exit__(self, *_: object) -> None:
        self.neighbour._url = self.address


def test_pages_say_that_a_neighbour_is_down_and_show_the_rest(scene: Scene) -> None:
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    scene.town.settle()
    with _Dead(scene, "notifications"):
        assert "Nothing is lost" in scene.amina.read(f"/meetings/{scene.meeting}/sent")
        page = scene.amina.read(f"/meetings/{scene.meeting}")
        assert "cannot be shown just now" in page and "Samira Haddad" in page
        assert "cannot be shown just now" in scene.martin.read("/by-hand")
    with _Dead(scene, "records"):
        assert "cannot be reached" in scene.amina.read(f"/children/{scene.child}/chronology")
        accesses = scene.martin.read(f"/children/{scene.child}/accesses")
        assert "cannot be reached. No entry is lost." in accesses and "CSV" not in accesses
    assert "cannot" not in scene.amina.read(f"/meetings/{scene.meeting}/sent")


def test_a_hold_that_notifications_has_not_confirmed_is_shown_as_not_yet_held(scene: Scene) -> None:
    """House: a notifications that cannot be asked is shown as NOT yet held."""
    with _Dead(scene, "notifications"):
        scene.amina.send(f"/children/{scene.child}/hold", everyone="yes", reason="the family has fled")
        assert "NOT yet held for" in scene.amina.read("/holds")
    hold = re.search(r"/holds/([0-9a-f-]{36})/confirm", scene.amina.read("/holds"))
    assert hold
    scene.amina.send(f"/holds/{hold[1]}/confirm")
    assert "Held for everyone" in scene.amina.read("/holds")


def test_with_the_mail_server_down_the_page_says_not_sent_yet_and_the_mail_goes_later(scene: Scene) -> None:
    desk = scene.product.desks["notifications"]
    post, url = desk.post, desk.post.url
    object.__setattr__(post, "url", "smtp://127.0.0.1:9")
    before = len(scene.town.mails())
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    scene.town.settle()
    page = scene.amina.read(f"/meetings/{scene.meeting}/sent")
    assert "Not sent yet" in page and "Not complete yet" in page
    assert len(scene.town.mails()) == before
    object.__setattr__(post, "url", url)
    deadline = time.monotonic() + 90  # it is tried again after 10, 20 and 40 seconds
    while len(scene.town.mails()) < before + 2 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert len(scene.town.mails()) == before + 2
