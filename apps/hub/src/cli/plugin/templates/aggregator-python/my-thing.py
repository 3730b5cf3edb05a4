"""Lessons a person finished per day, and an event when the goal of the day is reached."""

from activity_hub_plugin import run_aggregator

MANIFEST = {
    "id": "my-thing",
    "version": "1.0.0",
    "kind": "aggregator",
    "hub": "^0.1.0",
    "title": {"en": "My thing", "ru": "Моя вещь"},
    "description": {"en": "Lessons per person and day.", "ru": "Уроки участника за день."},
    # JSON Schema: validation, form and documentation at once. Every setting has a default.
    "config_schema": {
        "type": "object",
        "properties": {
            "goal": {
                "type": "integer",
                "minimum": 1,
                "default": 3,
                "title": "Goal",
                "description": "Lessons of one day at which a milestone is derived.",
                # For those who read Russian.
                "x-title": {"ru": "Цель"},
                "x-description": {"ru": "Сколько уроков за день дают веху."},
            }
        },
        "additionalProperties": False,
    },
    "topics": ["activity.learning.lesson_completed"],
    "scope": "stream",
    "windows": ["daily"],
    "order": "any",
    "emits": ["activity.milestone.reached"],
}


def key_of(event):
    return event["user_id"]


def initial_state(config):
    return {"lessons": 0}


def apply(state, event, config):
    return {"lessons": state["lessons"] + 1}


def emit(previous, following, cause, config, window):
    lessons, goal = following["lessons"], config["goal"]
    emission = {"view": {"lessons": lessons, "goal": goal}}
    if lessons == goal:
        payload = {"milestone": "daily_lessons", "value": lessons, "threshold": goal, "day": window["start"]}
        subject = f"{window['start']}:{goal}"
        emission["derived"] = [
            {"event_type": "activity.milestone.reached", "subject": subject, "payload": payload}
        ]
    return emission


if __name__ == "__main__":
    run_aggregator(MANIFEST, key_of=key_of, initial_state=initial_state, apply=apply, emit=emit)
