"""What a Python producer sees inside its process. The log itself is proved by e2e/clients.int.spec.ts."""

import json
import os
import tempfile
import threading
import unittest
import uuid
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List

from activity_hub import ActivityClient, ActivityClientError

KEY = "ahk_0123456789ab_secret"


class StandInHub:
    """Accepts everything while it is well, and answers 503 while it is not."""

    def __init__(self) -> None:
        self.batches: List[List[Dict[str, Any]]] = []
        self.well = True
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                events = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                items = []
                if hub.well:
                    hub.batches.append(events)
                    items = [self.verdict(event) for event in events]
                body = json.dumps({"items": items} if hub.well else {}).encode()
                self.send_response(200 if hub.well else 503)
                self.send_header("Content-Length", str(len(body)))
                try:
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass  # The client was closed in the middle: that is what some tests are about.

            def verdict(self, event: Dict[str, Any]) -> Dict[str, Any]:
                if event["payload"].get("bad"):
                    return {"status": "refused", "event_id": event["event_id"], "code": "x", "pointer": "/3/payload/bad"}
                return {"status": "accepted", "duplicate": False, "receipt": {"event_id": event["event_id"]}}

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def events(self) -> List[Dict[str, Any]]:
        return [event for batch in self.batches for event in batch]

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def lesson(**payload: Any) -> Dict[str, Any]:
    return {"event_type": "activity.learning.lesson_completed", "payload": payload}


class ActivityClientTest(unittest.TestCase):
    def setUp(self) -> None:
        self.hub = StandInHub()
        self.errors: List[ActivityClientError] = []

    def tearDown(self) -> None:
        self.hub.stop()

    def client(self, **options: Any) -> ActivityClient:
        client = ActivityClient(self.hub.url, KEY, "lms", on_error=self.errors.append, **options)
        self.addCleanup(client.close, 0.1)
        return client

    def test_what_is_left_out_is_filled_in_once(self) -> None:
        with self.client() as client:
            self.assertEqual(client.publish(lesson(n=1), timeout=10)["status"], "accepted")
        (event,) = self.hub.events()
        self.assertEqual(uuid.UUID(event["event_id"]).version, 7)
        self.assertEqual((event["event_version"], event["source_system"]), ("1.0.0", "lms"))
        self.assertRegex(event["timestamp"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")

    def test_times_are_sent_in_utc_and_a_time_without_zone_is_refused(self) -> None:
        client = self.client()
        moscow = datetime(2026, 3, 1, 1, 0, tzinfo=timezone(timedelta(hours=3)))
        client.publish({**lesson(), "timestamp": moscow}, timeout=10)
        self.assertEqual(self.hub.events()[0]["timestamp"], "2026-02-28T22:00:00.000Z")
        with self.assertRaises(ActivityClientError) as caught:
            client.publish({**lesson(), "timestamp": datetime(2026, 3, 1)})
        self.assertEqual(caught.exception.code, "invalid_event")

    def test_what_is_no_json_or_too_large_is_told_at_once(self) -> None:
        client = self.client()
        for payload in ({"n": float("nan")}, {"n": object()}, {"text": "\ud800"}, {"text": "x" * 300_000}):
            self.assertFalse(client.enqueue(lesson(**payload)))
        codes = [error.code for error in self.errors]
        self.assertEqual(codes, ["invalid_event"] * 3 + ["event_too_large"])

    def test_a_refused_event_holds_up_nobody(self) -> None:
        refused: List[Dict[str, Any]] = []
        client = self.client(on_refused=refused.append)
        futures = [client.submit(lesson(n=n, bad=n == 3)) for n in range(6)]
        outcomes = [future.result(10)["status"] for future in futures]
        self.assertEqual(outcomes, ["accepted"] * 3 + ["refused"] + ["accepted"] * 2)
        self.assertEqual((refused[0]["event"]["payload"]["n"], refused[0]["verdict"]["pointer"]), (3, "/payload/bad"))

    def test_many_threads_publish_and_nothing_is_lost_or_doubled(self) -> None:
        client = self.client(batch_events=50, max_in_memory_events=200)

        def work(worker: int) -> None:
            for n in range(500):
                while not client.enqueue(lesson(worker=worker, n=n)):
                    client.wait_for_room()

        workers = [threading.Thread(target=work, args=(worker,)) for worker in range(8)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self.assertTrue(client.flush(30))
        of_workers: Dict[int, List[int]] = {}
        for event in self.hub.events():
            of_workers.setdefault(event["payload"]["worker"], []).append(event["payload"]["n"])
        self.assertEqual(of_workers, {worker: list(range(500)) for worker in range(8)})

    def test_while_the_hub_is_away_events_are_on_disk_and_the_order_stays(self) -> None:
        self.hub.well = False
        with tempfile.TemporaryDirectory() as folder:
            client = self.client(spool_dir=folder, batch_events=5, max_in_memory_events=20)
            outcomes = [client.publish(lesson(n=n), timeout=30)["status"] for n in range(12)]
            self.assertEqual(set(outcomes), {"spooled"})
            self.assertEqual([error.code for error in self.errors], ["hub_unreachable"])
            self.hub.well = True
            client.close(30)
            # The close may have come while it waited to try again: then the next client delivers.
            ActivityClient(self.hub.url, KEY, "lms", spool_dir=folder).close(30)
            self.assertEqual(os.listdir(folder), [])
        self.assertEqual([event["payload"]["n"] for event in self.hub.events()], list(range(12)))

    def test_full_memory_and_full_spool_refuse(self) -> None:
        self.hub.well = False
        with tempfile.TemporaryDirectory() as folder:
            client = self.client(spool_dir=folder, max_in_memory_events=3, max_spool_bytes=1_000)
            taken = sum(1 for n in range(100) if client.enqueue(lesson(n=n)) or not client.wait_for_room(0.02))
            with self.assertRaises(ActivityClientError) as caught:
                for n in range(10):
                    client.submit(lesson(n=n))
            self.assertEqual(caught.exception.code, "queue_full")
            client.close(0.2)
            self.assertGreater(taken, 0)

    def test_without_a_spool_what_is_not_delivered_is_given_back(self) -> None:
        self.hub.well = False
        client = self.client()
        future = client.submit(lesson(n=1))
        client.close(0.3)
        self.assertEqual(getattr(future.exception(), "code", None), "hub_unreachable")
        self.assertEqual([error.events[0]["payload"]["n"] for error in self.errors if error.events], [1])
        with self.assertRaises(ActivityClientError):
            client.publish(lesson())

    def test_wrong_options_are_refused_without_repeating_the_key(self) -> None:
        for url, key in (("localhost", KEY), ("http://me:pw@localhost", KEY), (self.hub.url, "ahk_a\r\nX: 1")):
            with self.assertRaises(ActivityClientError) as caught:
                ActivityClient(url, key)
            self.assertEqual(caught.exception.code, "invalid_options")
            self.assertNotIn("X: 1", str(caught.exception))

    @unittest.skipUnless(hasattr(os, "fork"), "needs fork")
    def test_a_forked_child_is_told_to_make_its_own(self) -> None:
        client = self.client()
        child = os.fork()
        if child == 0:
            refused = not client.enqueue(lesson())
            os._exit(0 if refused else 1)
        self.assertEqual(os.waitpid(child, 0)[1], 0)
        self.assertEqual(client.publish(lesson(), timeout=10)["status"], "accepted")


if __name__ == "__main__":
    unittest.main()
