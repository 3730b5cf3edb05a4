"""Finds a person who fails again and again, and needs a mentor."""

from activity_hub_plugin import run_detector

MANIFEST = {
    "id": "my-thing",
    "version": "1.0.0",
    "kind": "detector",
    "hub": "^0.1.0",
    "title": {"en": "My thing", "ru": "Моя вещь"},
    "description": {"en": "Failed attempts in a row.", "ru": "Неудачные попытки подряд."},
    # JSON Schema: validation, form and documentation at once. Every setting has a default.
    "config_schema": {
        "type": "object",
        "properties": {
            "failures": {
                "type": "integer",
                "minimum": 2,
                "default": 3,
                "title": "Failures",
                "description": "Failed attempts in a row at which a finding is made.",
                # For those who read Russian.
                "x-title": {"ru": "Неудачи"},
                "x-description": {"ru": "Сколько неудачных попыток подряд дают находку."},
            }
        },
        "additionalProperties": False,
    },
    "topics": ["activity.learning.test_failed", "activity.learning.test_passed"],
    "scope": "stream",
    "windows": [],
    "emits": ["activity.anomaly.detected"],
}


def key_of(event):
    return event["user_id"]


def inspect(previous, event, now, config):
    if event["event_type"] != "activity.learning.test_failed":
        return {"failed": []}, []
    failed = [*(previous["failed"] if previous else []), event["event_id"]][-config["failures"] :]
    if len(failed) < config["failures"]:
        return {"failed": failed}, []
    finding = {
        "kind": "failing_in_a_row",
        "severity": "medium",
        "subject": failed[0],
        "score": config["failures"],
        "evidence": {"failed_in_a_row": config["failures"], "usual": 0},
        "event_ids": failed,
    }
    return {"failed": []}, [finding]


if __name__ == "__main__":
    run_detector(MANIFEST, key_of=key_of, inspect=inspect)
