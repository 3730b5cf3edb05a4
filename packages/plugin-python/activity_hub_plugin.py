"""Activity Hub plugins in Python: the whole kit in one file of the standard library.

A plugin is a manifest and a few functions. This file speaks the protocol of docs/plugins/protocol.md for it and
carries out the fold exactly as the hub does for its own plugins (fold-group.ts), so that a port from one language
to the other gives the same states, views and derived events.

    from activity_hub_plugin import run_aggregator

    run_aggregator(MANIFEST, key_of=key_of, initial_state=initial_state, apply=apply, emit=emit)

What the functions of aggregators and detectors promise: no clock, no randomness, no input or output, and arguments are
never changed: `apply` returns a new dict, or the very same one when nothing changed. A sink carries events out of the
hub, by the `fetch` that it is lent: the hub asks others for it. `print` goes to the plugin's log.
"""

import json
import sys
from base64 import b64decode, b64encode
from collections import deque
from datetime import datetime, timezone
from math import isfinite

PROTOCOL_VERSION = 1
MAX_LINE_BYTES = 16 * 1024 * 1024
BATCHES_KEPT = 4
MAX_REASON = 2_000
# More deadlines than that between two events of one key are a plugin that never stops asking.
MAX_DEADLINES_IN_A_ROW = 10_000
MAX_SAFE_INTEGER = 2**53 - 1

_output = sys.stdout.buffer
sys.stdout = sys.stderr  # what a plugin prints must not break the protocol
_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def _whole_number(digits):
    """A number as the hub reads it: beyond 2^53 a float, or the same fold would come to other sums in Python."""
    number = float(digits)
    return int(digits) if abs(number) <= MAX_SAFE_INTEGER else number


_decode = json.JSONDecoder(parse_int=_whole_number).decode


class ConfigFault(Exception):
    """What a schema cannot say about a configuration: `ConfigFault("/talkative", "must be odd")`."""

    def __init__(self, pointer, reason):
        super().__init__(reason)
        self.pointer = pointer
        self.reason = reason


class FetchError(Exception):
    """There is no answer; `reason` says why."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class Response:
    """What somebody answered, whatever the status. A redirect is an answer too: it is not followed."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.body = body

    @property
    def ok(self):
        return 200 <= self.status <= 299

    @property
    def text(self):
        return self.body.decode("utf-8-sig", "replace")

    def json(self):
        return json.loads(self.text)


class _Refused(Exception):
    """What the kit itself finds wrong: with a code of the hub, which says it in the language of the reader."""

    def __init__(self, code, sentence, **values):
        super().__init__(sentence)
        self.code = code
        self.values = values


def log(level, message, **fields):
    """Says something in the plugin's log; level is debug, info, warn or error."""
    line = {"type": "log", "level": level, "message": str(message)}
    _send({**line, "fields": fields} if fields else line)


def run_aggregator(
    manifest, *, key_of, initial_state, apply, emit=None, deadline_of=None, on_deadline=None, check_config=None
):
    """Answers the hub until it says stop. Does not return before.

    key_of(event) -> str | None; initial_state(config) -> dict; apply(state, event, config) -> dict
    emit(previous, next, cause, config, window) -> {"view", "metrics", "derived"}, each may be left out; or None
    deadline_of(state, config) -> ISO instant | None; on_deadline(state, at, config) -> dict
    check_config(config) raises ConfigFault
    """
    if (deadline_of is None) != (on_deadline is None):
        raise TypeError("deadline_of and on_deadline belong together: give both or neither.")

    def answer_fold(message, config, events_of):
        answers = []
        for request in message["requests"]:
            fold = _Fold(request, config, initial_state, apply, emit, deadline_of, on_deadline)
            answers.append(fold.run(events_of(request)))
        return {"type": "folded", "id": message["id"], "answers": answers}

    ready = {"manifest": {"kind": "aggregator", **manifest}, "deadlines": deadline_of is not None}
    _serve(_Inbox(), ready, check_config, _by_key(key_of, "fold", answer_fold))


def run_detector(manifest, *, key_of, inspect, check_config=None):
    """Answers the hub until it says stop. Does not return before.

    inspect(previous, event, now, config) -> (next, findings); `previous` is None at first, `now` is when the event was
    recorded. A finding: kind, severity, subject, score, evidence, event_ids.
    """

    def answer_inspect(message, config, events_of):
        answers = [_inspect(inspect, request["state"], events_of(request), config) for request in message["requests"]]
        return {"type": "inspected", "id": message["id"], "answers": answers}

    ready = {"manifest": {"kind": "detector", **manifest}, "deadlines": False}
    _serve(_Inbox(), ready, check_config, _by_key(key_of, "inspect", answer_inspect))


def run_sink(manifest, *, deliver, batch=None, check_config=None):
    """Answers the hub until it says stop. Does not return before.

    deliver(events, config, fetch) -> one result per event: {"event_id", "outcome": "delivered"}, or with a reason
    {"event_id", "outcome": "retry", "reason", "retry_after_seconds"}, where the seconds may be left out, or
    {"event_id", "outcome": "reject", "reason"}. Somebody who is away is `retry`, not an exception.
    fetch(url, *, method=None, headers=None, body=None) -> Response; raises FetchError when there is no answer.
    `body` is bytes, str or anything else, which is sent as JSON; with one, the method is POST unless it is given.
    batch: {"events": how many it likes together, "gather_seconds": how long the first of them waits for others}
    """
    inbox = _Inbox()
    fetch = _Fetch(inbox)

    def answer_deliver(message, config):
        fetch.is_lent = True
        try:
            results = deliver(message["events"], config, fetch)
        finally:
            fetch.is_lent = False
        return {"type": "delivered", "id": message["id"], "results": _sent_results(results)}

    sent = {"kind": "sink", "scope": "stream", "windows": [], "emits": [], **manifest}
    ready = {"manifest": sent, "deadlines": False, **({} if batch is None else {"batch": batch})}
    _serve(inbox, ready, check_config, {"deliver": answer_deliver})


class _Fetch:
    """Has the hub ask others, who are out of reach of the process itself, and waits for what they answer."""

    def __init__(self, inbox):
        self.inbox = inbox
        self.is_lent = False
        self.last_id = 0

    def __call__(self, url, *, method=None, headers=None, body=None):
        if not self.is_lent:
            raise FetchError("A plugin may ask others only while it is asked to deliver.")
        self.last_id += 1
        sent = {name.lower(): str(value) for name, value in (headers or {}).items()}
        if body is not None and not isinstance(body, (bytes, str)):
            sent.setdefault("content-type", "application/json")
            body = _encode(body)
        content = body.encode() if isinstance(body, str) else body
        _send({
            "type": "fetch",
            "id": self.last_id,
            "method": (method or ("GET" if body is None else "POST")).upper(),
            "url": url,
            "headers": sent,
            "body_base64": b64encode(content).decode() if content else None,
        })  # fmt: skip
        fetched = self.inbox.wait_for_fetched(self.last_id)
        answer = fetched["answer"]
        if answer is None:
            raise FetchError(fetched["reason"] or "The hub gave no answer.")
        return Response(answer["status"], answer["headers"], b64decode(answer["body_base64"]))


def _sent_results(results):
    if not isinstance(results, (list, tuple)) or not all(type(result) is dict for result in results):
        raise TypeError("deliver must return a list of dicts, one result per event.")
    return [{name: value for name, value in result.items() if value is not None} for result in results]


class _Fold:
    """The events of one key and window. Mirrors foldGroup: change both or neither."""

    __slots__ = (
        "request", "config", "initial_state", "apply", "emit", "deadline_of", "on_deadline",
        "state", "view", "latest", "fired", "folded", "steps", "faults",
    )  # fmt: skip

    def __init__(self, request, config, initial_state, apply, emit, deadline_of, on_deadline):
        self.request = request
        self.config = config
        self.initial_state = initial_state
        self.apply = apply
        self.emit = emit
        self.deadline_of = deadline_of
        self.on_deadline = on_deadline
        self.state = request["state"]
        self.view = None
        self.latest = -1
        self.fired = None
        self.folded = 0
        self.steps = []
        self.faults = []

    def run(self, events):
        config, apply = self.config, self.apply
        for index, event in enumerate(events):
            # Not the event's fault when it fails: a plugin that cannot fire its deadlines is at fault as a whole.
            if self.deadline_of is not None and self.state is not None:
                self.fire_until(_ms_of(event["timestamp"]))
            try:
                previous = self.state if self.state is not None else self.initial_state(config)
                following = apply(previous, event, config)
                if following is previous:  # without bearing: nothing is emitted
                    continue
                self.step(index, previous, following, event, None)
                self.note(index, event, events)
            except Exception as error:  # an event at which the plugin fails is left out and named
                self.faults.append({"index": index, "reason": _reason_of(error)})
        if self.request["until"] is not None and self.deadline_of is not None:
            self.fire_until(_ms_of(self.request["until"]))
        return self.answer()

    def note(self, index, event, events):
        if self.latest >= 0:
            latest = events[self.latest]
            if _place_of(event) < _place_of(latest):
                return
        self.latest = index

    def fire_until(self, until_ms):
        """Deadlines at or before an instant, in their own order, each as if nothing had happened until then."""
        last_ms = None
        fired = 0
        while self.state is not None:
            asked = self.deadline_of(self.state, self.config)
            if asked is None:
                return
            at_ms = _instant_of(asked)
            if at_ms > until_ms:
                return
            if last_ms is not None and at_ms <= last_ms:
                raise _Refused("deadline_again", f"It asks for the deadline {asked} again after it was fired.", deadline=asked)
            if fired >= MAX_DEADLINES_IN_A_ROW:
                most = MAX_DEADLINES_IN_A_ROW
                raise _Refused("deadlines_in_a_row", f"It asks for more than {most} deadlines in a row.", deadlines=most)
            last_ms = at_ms
            fired += 1
            at = _iso_of(at_ms)
            self.fired = at
            self.step(self.latest, self.state, self.on_deadline(self.state, at, self.config), None, at)

    def step(self, index, previous, following, event, at):
        if type(following) is not dict:
            raise TypeError(f"{'apply' if at is None else 'on_deadline'} must return a dict, the state.")
        emission = None
        if self.emit is not None:
            cause = {"kind": "event", "event": event} if at is None else {"kind": "deadline", "at": at}
            emission = self.emit(previous, following, cause, self.config, self.request["window"])
            if emission is not None and type(emission) is not dict:
                raise TypeError("emit must return a dict, or None when there is nothing to say.")
        if emission:
            derived = emission.get("derived") or []
            metrics = emission.get("metrics") or []
            if derived or metrics:
                self.steps.append({"index": index, "deadline": at, "derived": derived, "metrics": metrics})
            self.view = emission.get("view")
        else:
            self.view = None
        self.state = following
        self.folded += 1

    def answer(self):
        asked = None
        if self.deadline_of is not None and self.state is not None:
            asked = self.deadline_of(self.state, self.config)
        return {
            "state": self.state,
            "view": self.view,
            "deadline": None if asked is None else _iso_of(_instant_of(asked)),
            "folded": self.folded,
            "fired": self.fired,
            "latest": self.latest,
            "steps": self.steps,
            "faults": self.faults,
        }


def _place_of(event):
    """Without the Z, instants of three and of six digits sort as they lie in time."""
    return event["timestamp"][:-1], event["event_id"]


def _inspect(inspect, state, events, config):
    findings, faults = [], []
    for index, event in enumerate(events):
        try:
            judged = inspect(state, event, event["recorded_at"], config)
            if not isinstance(judged, (tuple, list)) or [type(part) for part in judged][:1] != [dict] or len(judged) != 2:
                raise TypeError("inspect must return (state, findings): a dict, and findings that may be none.")
            state, found = judged
            for finding in found:
                findings.append({**finding, "index": index})
        except Exception as error:
            faults.append({"index": index, "reason": _reason_of(error)})
    return {"state": state, "findings": findings, "faults": faults}


def _serve(inbox, ready, check_config, answers):
    config = {}
    while (message := inbox.next()) is not None:
        kind = message["type"]
        if kind == "hello":
            _send({"type": "ready", "protocol": PROTOCOL_VERSION, **ready})
        elif kind == "configure":
            config = _with_defaults(ready["manifest"]["config_schema"], message["config"])
            _send({"type": "configured", "fault": _config_fault(check_config, config)})
        elif kind == "stop":
            return
        else:
            _answer(message, lambda: answers[kind](message, config))


def _by_key(key_of, kind, answer):
    """How a plugin with keys answers: requests of the kind name the events of the newest `keys` messages by index."""
    batches = {}

    def answer_keys(message, config):
        batches[message["id"]] = message["events"]
        if len(batches) > BATCHES_KEPT:
            del batches[next(iter(batches))]
        return _keys_of(key_of, message)

    return {
        "keys": answer_keys,
        kind: lambda message, config: answer(message, config, _events_of(batches, message["batch"])),
    }


class _Inbox:
    """What the hub says, in its order, but for the answers that a delivery waits for."""

    def __init__(self):
        self.later = deque()

    def next(self):
        """None at the end. What a delivery gave up waiting for is passed over."""
        while True:
            message = self.later.popleft() if self.later else self.read()
            if message is None or message["type"] != "fetched":
                return message

    def wait_for_fetched(self, fetch_id):
        """Ends the process when nobody wants its answer any more."""
        while (message := self.read()) is not None and message["type"] != "stop":
            if message["type"] != "fetched":
                self.later.append(message)
            elif message["id"] == fetch_id:
                return message
        sys.exit()

    def read(self):
        line = sys.stdin.buffer.readline(MAX_LINE_BYTES + 2)
        if len(line) > MAX_LINE_BYTES + 1:
            sys.exit(f"A line of the hub is longer than {MAX_LINE_BYTES} bytes.")
        return _decode(line.decode()) if line else None


def _answer(message, answer):
    made = {}
    try:
        made = answer()
        _send(made)
    except Exception as failure:  # no single event is to blame: the plugin as a whole cannot answer
        error = _no_json(message, made) or failure
        told = {"code": error.code, "values": error.values} if isinstance(error, _Refused) else {}
        reason = str(error) if told else _reason_of(error)
        _send({"type": "failed", "id": message["id"], "reason": reason, **told})


def _no_json(message, made):
    """Whose part of an answer is no JSON, and where: looked for only once the whole could not be written."""
    for request, answer in zip(message.get("requests", ()), made.get("answers", ())):
        parts = [("state", request["key"], answer["state"]), ("view", request["key"], answer.get("view"))]
        for step in answer.get("steps", ()):
            parts += [("payload", each.get("event_type"), each.get("payload")) for each in step["derived"]]
        parts += [("evidence", each.get("kind"), each.get("evidence")) for each in answer.get("findings", ())]
        for part, of, value in parts:
            for found, pointer in _flaws(value, ""):
                sentence = f'Its {part} of {of} is no JSON: {found} at "{pointer}".'
                return _Refused("no_json_value", sentence, part=part, of=str(of), found=found, pointer=pointer)
    return None


def _flaws(value, pointer):
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _flaws(each, f"{pointer}/{name}")
    elif isinstance(value, (list, tuple)):
        for at, each in enumerate(value):
            yield from _flaws(each, f"{pointer}/{at}")
    elif isinstance(value, float) and not isfinite(value):
        yield str(value), pointer
    elif value is not None and not isinstance(value, (str, int, float)):
        yield type(value).__name__, pointer


def _send(message):
    line = _encode(message).encode()
    if len(line) > MAX_LINE_BYTES:
        raise ValueError(f"The message is longer than {MAX_LINE_BYTES} bytes.")
    _output.write(line + b"\n")
    _output.flush()


def _keys_of(key_of, message):
    keys, faults = [], []
    for index, event in enumerate(message["events"]):
        key = None
        try:
            key = key_of(event)
            if key is not None and type(key) is not str:
                raise TypeError(f"The key must be a text or None, not {type(key).__name__}.")
        except Exception as error:
            key = None
            faults.append({"index": index, "reason": _reason_of(error)})
        keys.append(key)
    return {"type": "keys", "id": message["id"], "keys": keys, "faults": faults}


def _events_of(batches, batch):
    kept = batches.get(batch, ())

    def events_of(request):
        return [kept[item] if type(item) is int else item for item in request["events"]]

    return events_of


def _with_defaults(schema, given):
    """The configuration with the defaults of its schema, at every depth."""
    if not isinstance(given, dict):
        return given
    filled = dict(given)
    for name, setting in schema.get("properties", {}).items():
        if name in filled:
            filled[name] = _with_defaults(setting, filled[name])
        elif "default" in setting:
            filled[name] = setting["default"]
    return filled


def _config_fault(check_config, config):
    try:
        if check_config is not None:
            check_config(config)
        return None
    except ConfigFault as fault:
        return {"pointer": fault.pointer, "reason": fault.reason[:MAX_REASON]}


def _ms_of(text):
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f'"{text}" has no offset.')
    return round(instant.timestamp() * 1_000)


def _instant_of(asked):
    try:
        return _ms_of(asked)
    except (TypeError, ValueError):
        sentence = f'It asks for the deadline "{asked}", which is no instant.'
        raise _Refused("no_deadline", sentence, deadline=str(asked)) from None


def _iso_of(ms):
    moment = datetime.fromtimestamp(ms // 1_000, timezone.utc)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{ms % 1_000:03d}Z"


def _reason_of(error):
    return f"{type(error).__name__}: {error}"[:MAX_REASON]
