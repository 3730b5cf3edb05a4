"""Posts each event as one JSON message."""

from activity_hub_plugin import FetchError, run_sink

MANIFEST = {
    "id": "my-thing",
    "version": "1.0.0",
    "kind": "sink",
    "hub": "^0.1.0",
    "title": {"en": "My thing", "ru": "Моя вещь"},
    "description": {"en": "Posts each event to an address.", "ru": "Отправляет каждое событие по адресу."},
    # JSON Schema: validation, form and documentation at once. Every setting has a default.
    "config_schema": {
        "type": "object",
        "properties": {
            "url": {
                "type": "string",
                "pattern": r"^(https?://\S+)?$",
                "default": "",
                # No subscription is made while it is empty.
                "needed": True,
                "title": "Address",
                "description": "Where each event is posted.",
                # For those who read Russian.
                "x-title": {"ru": "Адрес"},
                "x-description": {"ru": "Куда отправляется каждое событие."},
            },
            "token": {
                "type": "string",
                "default": "",
                # Kept sealed, and never shown again.
                "secret": True,
                "title": "Token",
                "description": "Sent as a bearer token.",
                "x-title": {"ru": "Токен"},
                "x-description": {"ru": "Отправляется как bearer-токен."},
            },
        },
        "additionalProperties": False,
    },
    "topics": ["activity.**"],
    "scope": "stream",
    "windows": [],
    "emits": [],
}

FIELDS = ("event_id", "event_type", "timestamp", "user_id", "payload")


def deliver(events, config, fetch):
    """One attempt. Raises nothing: whatever goes wrong is a result."""
    results = []
    for event in events:
        try:
            results.append(post(event, config, fetch))
        except FetchError as error:
            # The others of the batch would wait as long for nothing.
            reason = told(f"no answer: {error.reason}", config)
            left = events[len(results) :]
            return results + [{"event_id": each["event_id"], "outcome": "retry", "reason": reason} for each in left]
    return results


def post(event, config, fetch):
    event_id = event["event_id"]
    # The same event may come again, with the same id.
    headers = {"idempotency-key": event_id}
    if config["token"]:
        headers["authorization"] = f"Bearer {config['token']}"
    response = fetch(config["url"], headers=headers, body={name: event[name] for name in FIELDS})
    if response.ok:
        return {"event_id": event_id, "outcome": "delivered"}
    reason = told(f"answered {response.status}: {response.text}", config)
    if not is_for_later(response.status):
        return {"event_id": event_id, "outcome": "reject", "reason": reason}
    seconds = response.headers.get("retry-after", "")
    return {
        "event_id": event_id,
        "outcome": "retry",
        "reason": reason,
        "retry_after_seconds": int(seconds[:5]) if seconds.isdecimal() else None,
    }


def told(reason, config):
    """A reason is read by people and kept, and whoever is asked may tell the token back."""
    return (reason.replace(config["token"], "[secret]") if config["token"] else reason)[:200]


def is_for_later(status):
    """The event is not to blame: the same request may be taken later."""
    return status in (408, 429) or status >= 500


if __name__ == "__main__":
    # Posted one after the other: few enough to be done before the hub gives up on the batch.
    run_sink(MANIFEST, deliver=deliver, batch={"events": 10, "gather_seconds": 0})
