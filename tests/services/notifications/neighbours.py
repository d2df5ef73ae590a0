"""Planning, scheduler and records as notifications asks them: real HTTP, answers that a test may change."""

from datetime import datetime, timedelta
from hashlib import sha256
from threading import Thread

from cin.v1 import claims_pb2
from flask import abort
from werkzeug.serving import make_server

from plumbing.clocks import MachineClock
from plumbing.tokens import Keys, Tokens
from plumbing.web.api import Blueprint, add_routes, api_app, asks, protobuf

TEXT = "Minutes\nThings go well.\nAgreed: breakfast club.\n"


class Watch(MachineClock):
    """A machine clock that a test can put forward, so that nothing waits for a back-off."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead


class Neighbourhood:
    """`contents` by circulation, `recipients` by person, `documents` by hash, `objects` by id.

    `down`: who answers 503 to everything.
    """

    def __init__(self, keys: Keys) -> None:
        self.contents: dict[str, claims_pb2.CopyContent] = {}
        self.recipients: dict[str, claims_pb2.Recipient] = {}
        self.documents: dict[str, claims_pb2.Document] = {}
        self.objects: dict[str, claims_pb2.InvitationObject] = {}
        self.down: set[str] = set()
        self.asked: list[str] = []
        self.urls: dict[str, str] = {}
        self._servers = []
        for name, routes in (
            ("planning", self._planning()),
            ("records", self._records()),
            ("scheduler", self._scheduler()),
        ):
            app = api_app(name, Tokens(name, keys), MachineClock())
            add_routes(app, routes)
            self._serve(name, app)

    def file(self, text: str = TEXT) -> str:
        """A document that records knows; its hash."""
        pdf = b"%PDF-1.7\n" + text.encode()
        found = sha256(pdf).hexdigest()
        self.documents[found] = claims_pb2.Document(document=found, pdf=pdf, title="Minutes", text=text)
        return found

    def close(self) -> None:
        for server, thread in self._servers:
            server.shutdown()
            thread.join()
            server.server_close()

    def _serve(self, name, app) -> None:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        self._servers.append((server, thread))
        self.urls[name] = f"http://127.0.0.1:{server.server_port}"

    def _answer(self, service, known, key):
        self.asked.append(service)
        if service in self.down:
            abort(503)
        if key not in known:
            abort(404)
        return protobuf(known[key])

    def _planning(self) -> Blueprint:
        routes = Blueprint("claims")

        @routes.get("/claims/circulations/<circulation>/copies/<person>/recipient")
        @asks("claim_recipient", thing="circulation")
        def recipient(circulation, person):
            return self._answer("planning", self.recipients, person)

        @routes.get("/claims/circulations/<circulation>/copies/<person>")
        @asks("claim_copy", thing="circulation")
        def content(circulation, person):
            return self._answer("planning", self.contents, circulation)

        return routes

    def _records(self) -> Blueprint:
        routes = Blueprint("claims")

        @routes.get("/claims/documents/<document>")
        @asks("claim_document", thing="document")
        def document(document):
            return self._answer("records", self.documents, document)

        return routes

    def _scheduler(self) -> Blueprint:
        routes = Blueprint("claims")

        @routes.get("/claims/invitations/<invitation>/objects/<object_id>")
        @asks("claim_object", thing="invitation")
        def claim_object(invitation, object_id):
            return self._answer("scheduler", self.objects, object_id)

        return routes
