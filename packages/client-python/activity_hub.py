#!/usr/bin/env python3
"""Publish events to Activity Hub: one file, standard library only, Python 3.9 or newer.

    from activity_hub import ActivityClient

    with ActivityClient("http://127.0.0.1:4000", key="ahk_...", source="lms", spool_dir="./spool") as client:
        client.enqueue({
            "event_type": "activity.learning.lesson_completed",
            "user_id": "7b0c8f3e-5a5e-4a53-9f1c-3a0f9d0f6c11",
            "payload": {"course_id": "python-1", "lesson_id": "functions"},
        })

Every event is sent at least once. Every attempt carries the same id and the same bytes, so the hub
counts it once. While the hub is away events wait in memory and, with ``spool_dir``, on disk; the next
process delivers what this one left. The spool has the same format as that of the TypeScript client.

From a shell: ``python activity_hub.py --help``.
"""

from __future__ import annotations

import argparse
import atexit
import gzip
import http.client
import json
import logging
import os
import random
import re
import socket
import sys
import threading
import time
import uuid
from collections import deque
from concurrent.futures import Future
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any, Callable, Deque, Dict, List, Mapping, NamedTuple, Optional, Sequence, Set, Tuple
from urllib.parse import urlsplit

__version__ = "0.1.0"
__all__ = ["ActivityClient", "ActivityClientError"]

Event = Mapping[str, Any]
Verdict = Dict[str, Any]

MAX_EVENT_BYTES = 256 * 1024
#: What the hub takes in one request.
HUB_BATCH_EVENTS, HUB_BATCH_BYTES = 5_000, 8 * 1024 * 1024
#: 5,000 verdicts with long explanations; a proxy that answers endlessly must not fill the memory.
MAX_ANSWER_BYTES = 32 * 1024 * 1024
FIRST_DELAY_S, LONGEST_DELAY_S, LONGEST_RETRY_AFTER_S = 0.2, 30.0, 3600.0
#: Failures in a row before a batch goes to disk: a restart of a second is no absence.
ATTEMPTS_BEFORE_SPOOL = 3
#: Told to wait longer than this, the hub counts as away at once: nobody should await a verdict for an hour.
LONG_RETRY_AFTER_S = 5.0
SLOW_REQUEST_S, FAILED_WRITE_S = 2.0, 1.0
HEARTBEAT_S, SILENT_S = 10.0, 60.0
#: About the content: a half of the batch may pass. Everything else of 4xx is about the request.
CONTENT_STATUSES = frozenset({400, 409, 410, 413, 422})
BUSY_STATUSES = frozenset({408, 425, 429})

log = logging.getLogger("activity_hub")


class ActivityClientError(Exception):
    """Why the client itself, and not the hub, could not do what it was asked.

    ``code`` is one of invalid_options, invalid_event, event_too_large, queue_full, closed,
    hub_unreachable, request_refused, spool_in_use, spool_failed. ``events`` are those that will not
    be delivered because of it; empty when nothing is lost.
    """

    def __init__(self, code: str, detail: str, events: Sequence[Any] = ()) -> None:
        super().__init__(detail)
        self.code = code
        self.events = list(events)


def _uuid7() -> str:
    """A UUID of version 7: the time first, so that ids of one producer lie close together."""
    value = (int(time.time() * 1000) << 80) | random.SystemRandom().getrandbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return str(uuid.UUID(int=value))


def _retry_delay(attempt: int, retry_after: float, chance: float) -> float:
    """Exponential with full jitter. ``Retry-After`` is a lower bound and gets the jitter on top."""
    ceiling = min(LONGEST_DELAY_S, FIRST_DELAY_S * 2 ** min(max(attempt, 0), 20))
    return retry_after + min(ceiling, 1.0) * chance if retry_after > 0 else ceiling * chance


def _retry_after(header: Optional[str]) -> float:
    """``Retry-After`` in seconds, from seconds or an HTTP date; 0 when there is none."""
    if not header:
        return 0.0
    try:
        seconds = float(header)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(header).timestamp() - time.time()
        except (TypeError, ValueError, IndexError):
            return 0.0
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER_S) if seconds == seconds and seconds != float("inf") else 0.0


def _serialize(event: Event, source: Optional[str]) -> Tuple[str, bytes]:
    """The id and the JSON that every attempt sends: the same bytes, so that no repeat becomes a conflict."""
    if not isinstance(event, Mapping):
        raise ActivityClientError("invalid_event", "An event is a mapping with event_type and payload.")
    filled = dict(event)
    given = {"event_id": _uuid7(), "event_version": "1.0.0", "timestamp": datetime.now(timezone.utc)}
    if source is not None:
        given["source_system"] = source
    for name, value in given.items():
        if filled.get(name) is None:
            filled[name] = value
    at = filled["timestamp"]
    if isinstance(at, datetime):
        if at.tzinfo is None:
            raise ActivityClientError("invalid_event", "timestamp has no time zone; use datetime.now(timezone.utc).")
        utc = at.astimezone(timezone.utc).isoformat(timespec="milliseconds")
        filled["timestamp"] = utc.replace("+00:00", "Z")
    try:
        text = json.dumps(filled, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        line = text.encode("utf-8")
    except (TypeError, ValueError, RecursionError) as error:
        raise ActivityClientError("invalid_event", f"The event cannot be written as JSON: {error}") from error
    if len(line) > MAX_EVENT_BYTES:
        detail = f"The event has {len(line)} bytes; the hub takes at most {MAX_EVENT_BYTES}."
        raise ActivityClientError("event_too_large", detail)
    return str(filled["event_id"]), line


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return line.decode("utf-8", "replace")


# ── The connection ───────────────────────────────────────────────────────────────────────────────


class _Obstacle(NamedTuple):
    """Why a request said nothing about its events. ``busy`` passes by itself, ``refused`` does not."""

    kind: str
    detail: str
    status: int = 0
    retry_after: float = 0.0


class _Answer(NamedTuple):
    """Verdicts of the first so many lines, and why the rest has none."""

    verdicts: List[Verdict]
    obstacle: Optional[_Obstacle] = None


class _Connection:
    """Posts batches over one kept connection. Never raises: what goes wrong is an obstacle."""

    def __init__(self, url: str, key: str, timeout: float, compress: bool) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ActivityClientError("invalid_options", "url must be an address, for example https://hub.example.org")
        if parts.username or parts.password:
            raise ActivityClientError("invalid_options", "url must not hold credentials; give the key as key.")
        if not re.fullmatch(r"[\x21-\x7e]{1,512}", key):
            # The value itself is never repeated in a message.
            raise ActivityClientError("invalid_options", "key must be the API key of the source, without spaces.")
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._http = kind(parts.hostname, parts.port, timeout=timeout)
        self._path = parts.path.rstrip("/") + "/activity/events/batch"
        self._compress = compress
        self._headers = {
            "Authorization": f"Bearer {key}",
            "Content-Type": "application/json",
            "User-Agent": f"activity-hub-client-python/{__version__}",
        }
        if compress:
            self._headers["Content-Encoding"] = "gzip"
        self._aborted = False

    def post(self, lines: Sequence[bytes]) -> _Answer:
        answer = self._request(lines)
        if isinstance(answer, _Obstacle):
            return _Answer([], answer)
        status, body = answer
        items = body.get("items")
        if isinstance(items, list) and len(items) == len(lines) and all(isinstance(item, dict) for item in items):
            return _Answer([_within_event(item) for item in items])
        if status < 300:  # Some page of a proxy before the hub. Nothing was acknowledged.
            return _Answer([], _Obstacle("busy", f"it answered {status} without verdicts", status))
        if status not in CONTENT_STATUSES:
            detail = body.get("detail") or f"The address answered {status}; is it the hub's?"
            return _Answer([], _Obstacle("refused", str(detail), status))
        if len(lines) == 1:
            return _Answer([_whole_refusal(status, body)])
        # One line spoils the batch: halves find it, and the others pass.
        half = (len(lines) + 1) // 2
        first = self.post(lines[:half])
        if first.obstacle is not None:
            return first
        second = self.post(lines[half:])
        return _Answer(first.verdicts + second.verdicts, second.obstacle)

    def _request(self, lines: Sequence[bytes]) -> Any:
        body = b"[" + b",".join(lines) + b"]"
        try:
            if self._aborted:
                raise OSError("the client is closing")
            self._http.request("POST", self._path, gzip.compress(body, 1) if self._compress else body, self._headers)
            response = self._http.getresponse()
            text = response.read(MAX_ANSWER_BYTES + 1)
            if len(text) > MAX_ANSWER_BYTES or response.will_close:
                self._http.close()
        except (OSError, http.client.HTTPException) as error:
            self._http.close()
            return _Obstacle("busy", str(error) or type(error).__name__)
        parsed = _parsed(text)
        answered: Dict[str, Any] = parsed if isinstance(parsed, dict) else {}
        status = response.status
        if status >= 500 or status in BUSY_STATUSES:
            detail = str(answered.get("detail") or f"it answered {status}")
            return _Obstacle("busy", detail, status, _retry_after(response.getheader("Retry-After")))
        return status, answered

    def abort(self) -> None:
        """From another thread: ends the request under way."""
        self._aborted = True
        sock = self._http.sock
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # It ended by itself.

    def close(self) -> None:
        self._http.close()


def _pointer(value: Any) -> str:
    """The hub points into the batch; a producer looks for the place within its event."""
    return re.sub(r"^/\d+(?=/|$)", "", value) if isinstance(value, str) else ""


def _within_event(item: Verdict) -> Verdict:
    return {**item, "pointer": _pointer(item.get("pointer"))} if item.get("status") == "refused" else item


def _whole_refusal(status: int, body: Mapping[str, Any]) -> Verdict:
    return {
        "status": "refused",
        "event_id": body.get("event_id"),
        "code": body.get("code") or f"http_{status}",
        "detail": body.get("detail") or f"The hub answered {status} without an explanation.",
        "pointer": _pointer(body.get("pointer")),
        "refused_id": body.get("refused_id"),
    }


# ── The spool ────────────────────────────────────────────────────────────────────────────────────


class _SpoolLock:
    """One process at a time writes to a spool folder; a dead owner's lock is taken over.

    A file with its owner's name and not a lock of the kernel, because the TypeScript client has none.
    """

    def __init__(self, folder: str) -> None:
        self._file = os.path.join(folder, "lock")
        token = str(uuid.uuid4())
        owner = {"pid": os.getpid(), "host": socket.gethostname(), "started": _start_of(os.getpid()), "token": token}
        self._text = json.dumps(owner)
        for _ in range(10):
            if self._create():
                return
            self._remove_if_dead(token)
        raise self._in_use("several processes start on it at once")

    def is_held(self) -> bool:
        """False when another process took the folder over, for example after a long suspension."""
        return _read_text(self._file) == self._text

    def beat(self) -> None:
        if self.is_held():
            try:
                os.utime(self._file)
            except OSError:
                pass  # The folder went away; the next write will say so with its reason.

    def release(self) -> None:
        if self.is_held():
            os.remove(self._file)

    def _create(self) -> bool:
        try:
            handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return False
        except OSError as error:
            raise ActivityClientError("spool_failed", f"The spool folder cannot be written: {error}") from error
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(self._text)
        return True

    def _remove_if_dead(self, token: str) -> None:
        """Moves a dead owner's lock away. Two may find it dead at once: who moved a living one puts it back."""
        seen = _read_text(self._file)
        if seen is None:
            return
        alive = self._who_lives(seen)
        if alive is not None:
            raise self._in_use(alive)
        aside = f"{self._file}.{token}"
        try:
            os.rename(self._file, aside)
            if _read_text(aside) != seen:
                os.link(aside, self._file)
        except OSError:
            pass  # Somebody else was faster; the next round sees whom.
        finally:
            if os.path.exists(aside):
                os.remove(aside)

    def _who_lives(self, text: str) -> Optional[str]:
        try:
            silent = time.time() - os.stat(self._file).st_mtime > SILENT_S
        except OSError:
            silent = True
        owner = _parsed(text.encode())
        if not isinstance(owner, dict) or not isinstance(owner.get("pid"), int):
            return None if silent else "a process that is just starting"
        name = f"process {owner['pid']} on {owner.get('host')}"
        if owner.get("host") != socket.gethostname():
            return None if silent else name
        if not _is_running(owner["pid"]):
            return None
        started = _start_of(owner["pid"])
        if started is None or owner.get("started") is None:
            return None if silent else name
        return name if started == owner["started"] else None

    def _in_use(self, who: str) -> ActivityClientError:
        detail = f"{self._file} is held by {who}. Give every process a spool folder of its own."
        return ActivityClientError("spool_in_use", detail)


def _is_running(pid: int) -> bool:
    if os.name == "nt":
        return True  # os.kill would end it there; the heartbeat decides.
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except OSError:
        return False
    return True


def _start_of(pid: int) -> Optional[str]:
    """Clock ticks from the start of the machine to that of the process; None where there is no /proc."""
    stat = _read_text(f"/proc/{pid}/stat")
    return None if stat is None else stat[stat.rindex(")") + 2 :].split(" ")[19]


def _read_text(file: str) -> Optional[str]:
    try:
        with open(file, encoding="utf-8", errors="replace") as opened:
            return opened.read()
    except OSError:
        return None


class _Segment:
    """One file of the spool: NDJSON, appended at its end and sent from its front."""

    def __init__(self, file: str, number: int, size: int) -> None:
        self.file, self.number = file, number
        #: Bytes that are completely written.
        self.size = size
        #: Bytes that the hub has answered for. Not written down: after a crash the segment is sent again.
        self.cursor = 0

    def append(self, lines: Sequence[bytes], fsync: bool) -> None:
        data = b"".join(line + b"\n" for line in lines)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | (os.O_TRUNC if self.size == 0 else 0)
        with os.fdopen(os.open(self.file, flags, 0o600), "r+b") as file:
            # At the end of what was confirmed: the half of a write that failed is written over.
            file.seek(self.size)
            file.write(data)
            file.flush()
            if fsync:
                os.fsync(file.fileno())
        self.size += len(data)

    def peek(self, events: int, limit: int) -> Tuple[List[bytes], int]:
        """The next lines, at least one unless nothing is left; and the bytes of a torn piece instead."""
        with open(self.file, "rb") as file:
            file.seek(self.cursor)
            chunk = file.read(min(max(limit, 2 * MAX_EVENT_BYTES), self.size - self.cursor))
        lines: List[bytes] = []
        at, total = 0, 2
        while len(lines) < events:
            end = chunk.find(b"\n", at)
            if end == -1:
                break
            total += end - at + 1
            if lines and total > limit:
                break
            lines.append(chunk[at:end])
            at = end + 1
        return lines, 0 if lines else max(len(chunk), 1)


class _Spool:
    """Events on disk that wait for the hub: numbered segments, each deleted when all its lines have verdicts."""

    def __init__(self, folder: str, max_bytes: int, fsync: bool, on_torn: Callable[[int], None]) -> None:
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
        except OSError as error:
            raise ActivityClientError("spool_failed", f"The spool folder cannot be made: {error}") from error
        self.lock = _SpoolLock(folder)
        self._folder, self._max_bytes, self._fsync, self._on_torn = folder, max_bytes, fsync, on_torn
        self._segment_bytes = min(4 * 1024 * 1024, -(-max_bytes // 16))
        self._turn = threading.Lock()
        #: Replaced and never changed, so that it can be read without the lock.
        self._segments: Tuple[_Segment, ...] = ()
        self._writing: Optional[_Segment] = None
        self._next = 1
        for name in sorted(os.listdir(folder)):
            if re.fullmatch(r"\d{16}\.ndjson", name):
                file = os.path.join(folder, name)
                self._segments += (_Segment(file, int(name[:16]), os.path.getsize(file)),)
                self._next = int(name[:16]) + 1

    @property
    def is_empty(self) -> bool:
        return not self._segments

    @property
    def unsent_bytes(self) -> int:
        return sum(segment.size - segment.cursor for segment in self._segments)

    @property
    def room(self) -> int:
        return self._max_bytes - sum(segment.size for segment in self._segments)

    def reserve(self) -> int:
        """A place in the order before everything that is appended from now on."""
        with self._turn:
            self._writing = None
            self._next += 1
            return self._next - 1

    def append(self, lines: Sequence[bytes], place: Optional[int] = None) -> None:
        """On disk when it returns. Raises ActivityClientError spool_failed; then nothing was appended."""
        with self._turn:
            try:
                if not self.lock.is_held():
                    raise OSError("another process has taken the folder over")
                segment = self._segment_for(place)
                segment.append(lines, self._fsync)
                if segment not in self._segments:
                    self._sync_folder()
                    self._segments = tuple(sorted(self._segments + (segment,), key=lambda one: one.number))
            except OSError as error:
                raise ActivityClientError("spool_failed", f"The spool failed: {error}") from error

    def peek(self, events: int, limit: int) -> Optional[Tuple[List[bytes], _Segment]]:
        with self._turn:
            try:
                while self._segments:
                    segment = self._segments[0]
                    lines, torn = segment.peek(events, limit) if segment.size > segment.cursor else ([], 0)
                    if lines:
                        return lines, segment
                    if torn:
                        self._on_torn(torn)
                    self._pass(segment, torn)
                return None
            except OSError as error:
                raise ActivityClientError("spool_failed", f"The spool failed: {error}") from error

    def acknowledge(self, lines: Sequence[bytes], segment: _Segment) -> None:
        with self._turn:
            try:
                self._pass(segment, sum(len(line) + 1 for line in lines))
            except OSError as error:
                raise ActivityClientError("spool_failed", f"The spool failed: {error}") from error

    def close(self) -> None:
        """What was not sent stays for the next process."""
        with self._turn:
            self.lock.release()

    def _pass(self, segment: _Segment, size: int) -> None:
        segment.cursor = min(segment.cursor + size, segment.size)
        if segment.cursor < segment.size:
            return
        if self._writing is segment:
            self._writing = None
        os.remove(segment.file)
        self._segments = tuple(one for one in self._segments if one is not segment)

    def _segment_for(self, place: Optional[int]) -> _Segment:
        if place is not None:
            return self._new_segment(place)
        if self._writing is None or self._writing.size >= self._segment_bytes:
            self._writing = self._new_segment(self._next)
            self._next += 1
        return self._writing

    def _new_segment(self, number: int) -> _Segment:
        return _Segment(os.path.join(self._folder, f"{number:016d}.ndjson"), number, 0)

    def _sync_folder(self) -> None:
        """The name of a new file is durable only when its folder is. Windows cannot do it, and need not."""
        if not self._fsync or os.name == "nt":
            return
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# ── The client ───────────────────────────────────────────────────────────────────────────────────


class _Pending(NamedTuple):
    event_id: str
    line: bytes
    sequence: int
    arrived: float
    future: Optional["Future[Verdict]"]


class ActivityClient:
    """Publishes events from any number of threads; they reach the hub in the order of the calls.

    Two background threads: one sends, one batch at a time so that the order is kept; with a spool the
    other moves events from memory to disk while the hub is away. As long as anything is in the spool
    everything goes through it. Make the client after a fork, not before.
    """

    def __init__(
        self,
        url: str,
        key: str,
        source: Optional[str] = None,
        *,
        batch_events: int = 500,
        max_batch_bytes: int = 1024 * 1024,
        flush_interval: float = 0.2,
        max_in_memory_events: int = 10_000,
        max_in_memory_bytes: int = 32 * 1024 * 1024,
        request_timeout: float = 30.0,
        give_up_after: float = 300.0,
        compress: bool = False,
        spool_dir: Optional[str] = None,
        max_spool_bytes: int = 256 * 1024 * 1024,
        fsync: bool = True,
        on_refused: Optional[Callable[[Dict[str, Any]], Any]] = None,
        on_error: Optional[Callable[[ActivityClientError], Any]] = None,
    ) -> None:
        """
        :param source: filled in as ``source_system``; without it the hub takes the source of the key
        :param flush_interval: seconds an enqueued event may wait for others
        :param give_up_after: only without a spool: seconds a batch is tried before it is given back
        :param compress: gzip the requests: worth it over a network, not on one machine
        :param spool_dir: a folder of this process alone, for events that wait for the hub
        :param on_refused: told of every event the hub refused: ``{event_id, event, verdict}``
        :param on_error: told once when something begins to go wrong, and of every event that is given up
        """
        for name, value, most in (
            ("batch_events", batch_events, HUB_BATCH_EVENTS),
            ("max_batch_bytes", max_batch_bytes, HUB_BATCH_BYTES),
            ("max_in_memory_events", max_in_memory_events, sys.maxsize),
            ("max_in_memory_bytes", max_in_memory_bytes, sys.maxsize),
            ("max_spool_bytes", max_spool_bytes, sys.maxsize),
        ):
            if not 1 <= value <= most:
                raise ActivityClientError("invalid_options", f"{name} must lie between 1 and {most}.")
        self._source = source
        self._full_batch, self._batch_bytes = batch_events, max_batch_bytes
        #: Halved by every 429, growing slowly again: a batch above what the limit ever allows would never pass.
        self._batch_events = batch_events
        self._flush_interval, self._give_up_after = flush_interval, give_up_after
        self._max_events, self._max_bytes = max_in_memory_events, max_in_memory_bytes
        self._on_refused, self._on_error = on_refused, on_error
        self._connection = _Connection(url, key, request_timeout, compress)
        self._spool = None if spool_dir is None else _Spool(spool_dir, max_spool_bytes, fsync, self._torn)
        #: Guards everything below. Never held while a file or the network is waited for.
        self._changed = threading.Condition()
        self._queue: Deque[_Pending] = deque()
        self._queue_bytes = 0
        self._in_hand: List[_Pending] = []
        self._in_hand_since = 0.0
        self._spilling: List[_Pending] = []
        self._sequence = 0
        self._attempt = 0
        self._awaited = 0
        self._flushing = 0
        self._closing = False
        self._abandoned = False
        self._deadline: Optional[float] = None
        self._sender_ended = False
        self._reported: Set[str] = set()
        self._counts = dict.fromkeys(("accepted", "duplicates", "refused", "conflicts", "spooled", "given_up"), 0)
        self._pid = os.getpid()
        self._close_lock = threading.Lock()
        self._closed = False
        self._sender = threading.Thread(target=self._run_sender, name="activity-hub-sender", daemon=True)
        self._sender.start()
        self._spiller: Optional[threading.Thread] = None
        if self._spool is not None:
            self._spiller = threading.Thread(target=self._run_spiller, name="activity-hub-spiller", daemon=True)
            self._spiller.start()
        atexit.register(self.close)

    # What a producer calls

    def publish(self, event: Event, timeout: Optional[float] = None) -> Verdict:
        """Waits for the verdict of the hub, or for ``{"status": "spooled"}`` when it is away.

        :raises ActivityClientError: when neither will happen
        :raises concurrent.futures.TimeoutError: after ``timeout`` seconds; the event may still be delivered
        """
        return self.submit(event).result(timeout)

    def submit(self, event: Event) -> "Future[Verdict]":
        """The outcome of ``publish`` as a future, for many events at a time."""
        future: "Future[Verdict]" = Future()
        self._take(event, future)
        return future

    def enqueue(self, event: Event) -> bool:
        """Leaves the event to the next batch. False when it was not taken: memory is full, or it is no event."""
        try:
            self._take(event, None)
            return True
        except ActivityClientError as error:
            if error.code == "queue_full":
                self._report_once(error)
            else:
                self._tell(self._on_error, ActivityClientError(error.code, str(error), [event]))
            return False

    def wait_for_room(self, timeout: Optional[float] = None) -> bool:
        """Waits until memory has room again: for producers that are faster than the hub."""
        with self._changed:
            if self._has_room(MAX_EVENT_BYTES):
                return True
            # A tenth at once: waiting for a single place would switch threads for every event.
            through = self._queue[0].sequence + len(self._queue) // 10
            return self._wait_through(through, timeout)

    def flush(self, timeout: Optional[float] = None) -> bool:
        """Waits until everything up to now has its verdict, or is on disk. False after ``timeout`` seconds."""
        with self._changed:
            return self._wait_through(self._sequence, timeout)

    def close(self, timeout: float = 10.0) -> None:
        """Sends the rest; after ``timeout`` seconds it stays in the spool or, without one, goes to ``on_error``."""
        if os.getpid() != self._pid:
            return  # A forked child has neither the threads nor the right to end its parent's client.
        with self._close_lock:
            if self._closed:
                return
            self._closed = True
            atexit.unregister(self.close)
            with self._changed:
                self._closing = True
                self._deadline = time.monotonic() + timeout
                self._changed.notify_all()
            self._sender.join(timeout)
            if self._sender.is_alive():
                self._connection.abort()
                self._sender.join()
            if self._spiller is not None:
                self._spiller.join()
            self._leave_rest()
            self._connection.close()

    def stats(self) -> Dict[str, int]:
        with self._changed:
            return {
                "queued": len(self._queue),
                "in_flight": len(self._in_hand),
                "spooled_bytes": 0 if self._spool is None else self._spool.unsent_bytes,
                **self._counts,
            }

    def __enter__(self) -> "ActivityClient":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    # The queue

    def _take(self, event: Event, future: "Optional[Future[Verdict]]") -> None:
        if os.getpid() != self._pid:
            raise ActivityClientError("closed", "The client was made before a fork. Make one in each process.")
        event_id, line = _serialize(event, self._source)
        with self._changed:
            if self._closing:
                raise ActivityClientError("closed", "The client is closed.")
            if not self._has_room(len(line)):
                detail = f"{len(self._queue)} events wait for the hub already. See wait_for_room()."
                raise ActivityClientError("queue_full", detail)
            self._reported.discard("queue_full")
            self._sequence += 1
            self._queue.append(_Pending(event_id, line, self._sequence, time.monotonic(), future))
            self._queue_bytes += len(line)
            if future is not None:
                self._awaited += 1
            # The first of a batch starts the clock, a full one stops it; those between wake nobody.
            if len(self._queue) == 1 or self._until_due() == 0 or self._must_spill():
                self._changed.notify_all()

    def _has_room(self, size: int) -> bool:
        if not self._queue:
            return True
        return len(self._queue) < self._max_events and self._queue_bytes + size <= self._max_bytes

    def _cut(self, events: float, size: int) -> List[_Pending]:
        """The oldest events within the limit, at least one when there is any."""
        batch: List[_Pending] = []
        total = 2
        while self._queue and len(batch) < events:
            total += len(self._queue[0].line) + 1
            if batch and total > size:
                break
            batch.append(self._queue.popleft())
            self._queue_bytes -= len(batch[-1].line)
        return batch

    def _until_due(self) -> Optional[float]:
        """How long the queue may still gather; None while it is empty."""
        if not self._queue:
            return None
        full = len(self._queue) >= self._full_batch or self._queue_bytes >= self._batch_bytes
        if full or self._closing or self._awaited > 0 or self._flushing > 0:
            return 0
        return max(0.0, self._queue[0].arrived + self._flush_interval - time.monotonic())

    def _wait_through(self, through: int, timeout: Optional[float]) -> bool:
        self._flushing += 1
        self._changed.notify_all()
        try:
            return self._changed.wait_for(lambda: self._oldest_open() > through, timeout)
        finally:
            self._flushing -= 1

    def _oldest_open(self) -> float:
        fronts = (self._in_hand, self._spilling, self._queue)
        return min((front[0].sequence for front in fronts if front), default=float("inf"))

    # Sending

    def _run_sender(self) -> None:
        try:
            while True:
                place, spooled = None, False
                with self._changed:
                    while True:
                        if self._may_end():
                            return
                        if self._spool is not None and not self._spool.is_empty:
                            spooled = True
                            break
                        # What is just being written to disk is older than the queue and must not be overtaken.
                        wait = None if self._spilling else self._until_due()
                        if wait == 0:
                            self._in_hand = self._cut(self._batch_events, self._batch_bytes)
                            break
                        self._changed.wait(wait)
                if spooled:
                    self._send_spooled()
                else:
                    place = None if self._spool is None else self._spool.reserve()
                    self._send_direct(place)
        finally:
            with self._changed:
                self._sender_ended = True
                self._changed.notify_all()

    def _may_end(self) -> bool:
        if not self._closing:
            return False
        if self._abandoned or self._is_late():
            return True
        return not self._queue and not self._spilling and (self._spool is None or self._spool.is_empty)

    def _is_late(self) -> bool:
        return self._deadline is not None and time.monotonic() >= self._deadline

    def _send_direct(self, place: Optional[int]) -> None:
        started = time.monotonic()
        while self._in_hand:
            sent = self._in_hand[: self._batch_events]
            verdicts, obstacle = self._post([pending.line for pending in sent])
            for pending, verdict in zip(sent, verdicts):
                self._settle(pending.line, verdict)
                self._resolve(pending, verdict)
            with self._changed:
                self._in_hand = self._in_hand[len(verdicts) :]
                self._changed.notify_all()
            if obstacle is None:
                continue
            if self._put_aside(obstacle, place) or self._gives_up(obstacle, started):
                break
            self._pause(obstacle)
            if self._closing and self._put_aside(obstacle, place):
                break
        with self._changed:
            self._in_hand = []
            self._changed.notify_all()

    def _put_aside(self, obstacle: _Obstacle, place: Optional[int]) -> bool:
        """The batch goes to disk, before everything that was spilled behind it."""
        if self._spool is None:
            return False
        may_pass_soon = self._attempt < ATTEMPTS_BEFORE_SPOOL and obstacle.retry_after <= LONG_RETRY_AFTER_S
        if obstacle.kind == "busy" and may_pass_soon and not self._closing:
            return False
        size = sum(len(pending.line) + 1 for pending in self._in_hand)
        if size > self._spool.room or not self._write(self._in_hand, place):
            return False
        self._abandoned = self._closing
        return True

    def _gives_up(self, obstacle: _Obstacle, started: float) -> bool:
        hopeless = obstacle.kind == "refused" or time.monotonic() - started > self._give_up_after
        if not self._is_late() and (self._spool is not None or not hopeless):
            return False
        code = "request_refused" if obstacle.kind == "refused" else "hub_unreachable"
        self._give_up(self._in_hand, code, f"The hub did not take the events: {obstacle.detail}")
        return True

    def _send_spooled(self) -> None:
        assert self._spool is not None
        try:
            taken = self._spool.peek(self._batch_events, self._batch_bytes)
            if taken is None:
                return
            lines, segment = taken
            verdicts, obstacle = self._post(lines)
            self._spool.acknowledge(lines[: len(verdicts)], segment)
        except ActivityClientError as error:
            self._report_once(error)
            self._attempt += 1
            verdicts, lines, obstacle = [], [], _Obstacle("busy", str(error))
        for line, verdict in zip(lines, verdicts):
            self._settle(line, verdict)
        with self._changed:
            self._changed.notify_all()
        if obstacle is not None:
            if not self._closing:
                self._pause(obstacle)
            self._abandoned = self._closing

    def _post(self, lines: Sequence[bytes]) -> _Answer:
        self._in_hand_since = time.monotonic()
        answer = self._connection.post(lines)
        obstacle = answer.obstacle
        if obstacle is None:
            self._attempt = 0
            self._batch_events = min(self._full_batch, self._batch_events + self._batch_events // 10 + 1)
            self._reported -= {"hub_unreachable", "request_refused"}
            return answer
        self._attempt = 1 if answer.verdicts else self._attempt + 1
        if obstacle.status == 429:
            self._batch_events = max(1, len(lines) // 2)
        if obstacle.kind == "refused":
            self._report_once(ActivityClientError("request_refused", obstacle.detail))
        elif self._attempt >= ATTEMPTS_BEFORE_SPOOL:
            detail = f"The hub does not take events: {obstacle.detail}"
            self._report_once(ActivityClientError("hub_unreachable", detail))
        return answer

    def _pause(self, obstacle: _Obstacle) -> None:
        until = time.monotonic() + _retry_delay(self._attempt - 1, obstacle.retry_after, random.random())
        with self._changed:
            self._changed.notify_all()
            while not self._is_late() and not (self._closing and self._spool is not None):
                left = min(until, self._deadline or until) - time.monotonic()
                if left <= 0:
                    return
                self._changed.wait(left)

    # The way to the disk

    def _run_spiller(self) -> None:
        assert self._spool is not None
        beat_at = time.monotonic() + HEARTBEAT_S
        while True:
            with self._changed:
                while not self._must_spill():
                    if self._sender_ended:
                        return
                    if time.monotonic() >= beat_at:
                        break
                    self._changed.wait(SLOW_REQUEST_S if self._in_hand else beat_at - time.monotonic())
                if self._must_spill():
                    self._spilling = self._cut(float("inf"), min(self._batch_bytes, self._spool.room))
            if time.monotonic() >= beat_at:
                self._spool.lock.beat()
                beat_at = time.monotonic() + HEARTBEAT_S
            if not self._spilling:
                continue
            written = self._write(self._spilling, None)
            with self._changed:
                if not written:
                    self._queue.extendleft(reversed(self._spilling))
                    self._queue_bytes += sum(len(pending.line) for pending in self._spilling)
                self._spilling = []
                self._changed.notify_all()
                if not written:
                    self._changed.wait_for(lambda: self._closing, FAILED_WRITE_S)
                    if self._closing:
                        return

    def _must_spill(self) -> bool:
        if self._spool is None or not self._queue or len(self._queue[0].line) + 1 > self._spool.room:
            return False
        if not self._spool.is_empty:
            return True
        slow = self._attempt > 0 or time.monotonic() - self._in_hand_since >= SLOW_REQUEST_S
        fill = max(len(self._queue) / self._max_events, self._queue_bytes / self._max_bytes)
        return bool(self._in_hand) and slow and fill >= 0.5

    def _write(self, events: Sequence[_Pending], place: Optional[int]) -> bool:
        """Whether they are on disk; if not, their sender keeps them."""
        assert self._spool is not None
        try:
            self._spool.append([pending.line for pending in events], place)
        except ActivityClientError as error:
            self._report_once(error)
            return False
        with self._changed:
            self._reported.discard("spool_failed")
            self._counts["spooled"] += len(events)
        for pending in events:
            self._resolve(pending, {"status": "spooled", "event_id": pending.event_id})
        return True

    def _leave_rest(self) -> None:
        """What the hub did not take in time."""
        while self._queue:
            room = float("inf") if self._spool is None else max(self._spool.room, 0)
            batch = self._cut(float("inf"), room)  # type: ignore[arg-type]
            fits = self._spool is not None and len(batch[0].line) + 1 <= room
            if not fits or not self._write(batch, None):
                self._give_up(batch, "hub_unreachable", "The client was closed before the hub took the events.")
        if self._spool is not None:
            self._spool.close()

    # Who is told

    def _settle(self, line: bytes, verdict: Verdict) -> None:
        status = str(verdict.get("status"))
        name = {"accepted": "accepted", "duplicate": "duplicates", "conflict": "conflicts"}.get(status, "refused")
        with self._changed:
            self._counts[name] += 1
        if name in ("refused", "conflicts"):
            refusal = {"event_id": verdict.get("event_id"), "event": _parsed(line), "verdict": verdict}
            self._tell(self._on_refused, refusal)

    def _resolve(self, pending: _Pending, outcome: Verdict) -> None:
        if pending.future is None:
            return
        with self._changed:
            self._awaited -= 1
        if pending.future.set_running_or_notify_cancel():
            pending.future.set_result(outcome)

    def _give_up(self, events: Sequence[_Pending], code: str, detail: str) -> None:
        with self._changed:
            self._counts["given_up"] += len(events)
        for pending in events:
            if pending.future is None:
                continue
            with self._changed:
                self._awaited -= 1
            if pending.future.set_running_or_notify_cancel():
                pending.future.set_exception(ActivityClientError(code, detail, [_parsed(pending.line)]))
        self._tell(self._on_error, ActivityClientError(code, detail, [_parsed(pending.line) for pending in events]))

    def _torn(self, size: int) -> None:
        detail = f"{size} bytes of a spool file are no event: the write that a killed process did not finish."
        self._tell(self._on_error, ActivityClientError("spool_failed", detail))

    def _report_once(self, error: ActivityClientError) -> None:
        """Reports a state, not an occurrence: again only when it had passed."""
        with self._changed:
            if error.code in self._reported:
                return
            self._reported.add(error.code)
        self._tell(self._on_error, error)

    def _tell(self, listener: Optional[Callable[[Any], Any]], what: Any) -> None:
        """A listener that raises is the producer's own problem and stops no delivery."""
        if listener is None:
            if isinstance(what, ActivityClientError):
                log.warning("%s: %s", what.code, what)
            return
        try:
            listener(what)
        except Exception:  # noqa: BLE001
            log.exception("a listener of the activity client raised")


# ── From a shell ─────────────────────────────────────────────────────────────────────────────────


def _arguments(argv: Optional[Sequence[str]]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="activity_hub.py",
        description="Send events, one JSON object a line, to Activity Hub. Refused lines go to standard error.",
        epilog="A file whose lines carry an event_id can be sent again: the hub counts each once. Ends with 0 when "
        "everything is in the hub, 1 when something was refused, 2 when something was not delivered.",
    )
    parser.add_argument("file", help="NDJSON file, or - for standard input")
    parser.add_argument("--url", default=os.environ.get("ACTIVITY_HUB_URL", "http://127.0.0.1:4000"))
    parser.add_argument(
        "--key-env",
        default="ACTIVITY_HUB_KEY",
        metavar="NAME",
        help="environment variable that holds the API key (default: %(default)s); "
        "as an argument every user of the machine could see it",
    )
    parser.add_argument("--source", help="source_system of lines that name none")
    parser.add_argument("--spool-dir", help="keep what the hub does not take here; the next run delivers it first")
    parser.add_argument("--batch-events", type=int, default=500)
    parser.add_argument("--gzip", action="store_true", help="compress the requests")
    parser.add_argument("--give-up-after", type=float, default=300.0, metavar="SECONDS")
    parser.add_argument("--close-timeout", type=float, default=60.0, metavar="SECONDS")
    return parser.parse_args(argv)


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Sends a file of NDJSON and prints what became of it as one line of JSON."""
    options = _arguments(argv)
    key = os.environ.get(options.key_env, "")
    if not key:
        print(f"Set {options.key_env} to the API key of the source.", file=sys.stderr)
        return 2
    malformed = 0

    def complain(error: ActivityClientError) -> None:
        print(json.dumps({"error": error.code, "detail": str(error), "events": len(error.events)}), file=sys.stderr)

    try:
        client = ActivityClient(
            options.url,
            key,
            options.source,
            batch_events=options.batch_events,
            compress=options.gzip,
            spool_dir=options.spool_dir,
            give_up_after=options.give_up_after,
            on_refused=lambda refusal: print(json.dumps(refusal, ensure_ascii=False), file=sys.stderr),
            on_error=complain,
        )
    except ActivityClientError as error:
        complain(error)
        return 2
    lines = sys.stdin.buffer if options.file == "-" else open(options.file, "rb")
    try:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                event = json.loads(line)
                while not client.wait_for_room(1.0):
                    pass
                if not client.enqueue(event):
                    malformed += 1
            except ValueError as error:
                malformed += 1
                print(json.dumps({"line": number, "error": "invalid_event", "detail": str(error)}), file=sys.stderr)
    finally:
        lines.close()
        client.close(options.close_timeout)
    stats = client.stats()
    print(json.dumps({**stats, "malformed": malformed}))
    if stats["given_up"] > 0 or stats["spooled_bytes"] > 0:
        return 2
    return 1 if malformed + stats["refused"] + stats["conflicts"] > 0 else 0


if __name__ == "__main__":
    sys.exit(main())
