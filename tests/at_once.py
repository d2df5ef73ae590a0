"""Acts that begin in the same moment, each in a thread of its own; what one of them raises fails the test."""

from collections.abc import Callable, Iterable
from threading import Barrier, Thread


def at_once(acts: Iterable[Callable[[], object]]) -> None:
    acts = list(acts)
    start, failed = Barrier(len(acts)), list[BaseException]()

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
        except BaseException as error:  # whatever it is, the test must hear it
            failed.append(error)

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
