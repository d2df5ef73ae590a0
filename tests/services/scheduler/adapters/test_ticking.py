"""The clock ticks while its role runs, and stops with it."""

from threading import Event, Thread
from zoneinfo import ZoneInfo

from plumbing.hints import Listener
from services.scheduler.adapters.ticking import Bell, Ticking


def test_a_bell_is_rung_again_and_again_until_the_role_stops():
    ticking = Ticking("ticking", ZoneInfo("Europe/London"), [Bell("a-bell", 0.1)])
    assert ticking.ready() == "ticking: does not tick yet"
    listener, stop = Listener("a-bell"), Event()
    thread = Thread(target=ticking.run, args=(stop,))
    thread.start()
    assert listener.wait(5) and listener.wait(5)
    assert ticking.ready() is None
    stop.set()
    thread.join(5)
    assert not thread.is_alive()
    listener.wait(0)
    assert not listener.wait(0.3)
