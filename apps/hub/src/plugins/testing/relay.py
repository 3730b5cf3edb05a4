"""The sink of relay.ts in Python."""

from activity_hub_plugin import ConfigFault, FetchError, run_sink

MANIFEST = {
    "id": "relay",
    "version": "1.0.0",
    "hub": "^0.1.0",
    "title": {"en": "Relay", "ru": "Передача"},
    "description": {"en": "Passes on.", "ru": "Передаёт дальше."},
    "config_schema": {
        "type": "object",
        "properties": {
            "url": {"type": "string", "default": "https://chat.example.org/in"},
            "token": {"type": "string", "default": "word", "secret": True},
        },
        "additionalProperties": False,
    },
    "topics": ["activity.**"],
}


def deliver(events, config, fetch):
    return [deliver_one(event, config, fetch) for event in events]


def deliver_one(event, config, fetch):
    event_id = event["event_id"]
    try:
        response = ask(event["payload"], config, fetch)
    except FetchError as error:
        return {"event_id": event_id, "outcome": "retry", "reason": error.reason}
    if response.ok:
        return {"event_id": event_id, "outcome": "delivered"}
    said = response.json()["detail"] if "json" in response.headers.get("content-type", "") else response.text
    reason = f"answered {response.status}: {said} {response.body.hex()}"
    if response.status != 429 and response.status < 500:
        return {"event_id": event_id, "outcome": "reject", "reason": reason}
    after = response.headers.get("retry-after")
    seconds = None if after is None else int(after)
    return {"event_id": event_id, "outcome": "retry", "reason": reason, "retry_after_seconds": seconds}


def ask(payload, config, fetch):
    url, content = config["url"], payload["content"]
    headers = {"Authorization": f"Bearer {config['token']}"}
    if payload["as"] == "json":
        return fetch(url, headers=headers, body=content)
    if payload["as"] == "text":
        return fetch(url, method="put", headers={**headers, "Content-Type": "text/plain"}, body=str(content))
    if payload["as"] == "bytes":
        return fetch(url, headers=headers, body=bytes(content))
    return fetch(f"{url}?n={len(content)}", headers=headers)


def check_config(config):
    if not config["url"].startswith("https://"):
        raise ConfigFault("/url", "must be encrypted")


if __name__ == "__main__":
    print("what a plugin prints does not disturb the protocol")
    run_sink(MANIFEST, deliver=deliver, batch={"events": 10, "gather_seconds": 2.5}, check_config=check_config)
