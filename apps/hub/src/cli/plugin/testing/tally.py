"""The aggregator of tally.ts in Python."""

from datetime import datetime, timedelta

from activity_hub_plugin import run_aggregator

MAX_QUIET = 3
MANIFEST = {
    "id": "tally",
    "version": "1.0.0",
    "kind": "aggregator",
    "hub": "^0.1.0",
    "title": {"en": "Tally", "ru": "Счёт"},
    "description": {"en": "Counts.", "ru": "Считает."},
    "config_schema": {
        "type": "object",
        "properties": {"every": {"type": "integer", "minimum": 1, "default": 3}},
        "additionalProperties": False,
    },
    "topics": ["activity.learning.**"],
    "scope": "stream",
    "windows": ["all", "daily", "hourly", "session", "sliding:2h/1h"],
    "order": "occurred",
    "emits": ["activity.milestone.reached"],
}


def key_of(event):
    if event["payload"].get("bad_key") is True:
        raise TypeError("bad key")
    return event["user_id"]


def initial_state(config):
    return {"events": 0, "sum": 0, "last": "", "quiet": 0}


def apply(state, event, config):
    if event["payload"].get("bad") is True:
        raise TypeError("bad event")
    amount = event["payload"].get("amount", 0)
    return {"events": state["events"] + 1, "sum": state["sum"] + amount, "last": event["timestamp"], "quiet": 0}


def emit(previous, following, cause, config, window):
    emission = {}
    if cause["kind"] == "deadline" or following["events"] % config["every"] == 0:
        payload = {"before": previous["sum"], "after": following["sum"], "quiet": following["quiet"]}
        subject = f"{window['start']}:{following['events']}:{following['quiet']}"
        emission["derived"] = [{"event_type": "activity.milestone.reached", "subject": subject, "payload": payload}]
    if following["sum"] != previous["sum"]:
        emission["metrics"] = [{"metric": "sum", "value": following["sum"]}]
    if following["events"] != 1:
        emission["view"] = {"events": following["events"]}
    return emission


def deadline_of(state, config):
    if state["last"] == "" or state["quiet"] >= MAX_QUIET:
        return None
    return (datetime.fromisoformat(state["last"]) + timedelta(days=state["quiet"] + 1)).isoformat()


def on_deadline(state, at, config):
    return {**state, "quiet": state["quiet"] + 1}


if __name__ == "__main__":
    print("what a plugin prints does not disturb the protocol")
    run_aggregator(
        MANIFEST,
        key_of=key_of,
        initial_state=initial_state,
        apply=apply,
        emit=emit,
        deadline_of=deadline_of,
        on_deadline=on_deadline,
    )
