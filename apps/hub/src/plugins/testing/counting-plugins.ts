/** Small plugins that count the events of a person, in both languages, with a place for misbehaviour. */

/** Unless it is configured otherwise, every second event of a person derives one. */
const usualStep = 2;

/** @param onEvent TypeScript that runs for every event, with `event` and the `state` before it */
export function countingInTypeScript(onEvent = '', step = usualStep): string {
  return `
import type { Aggregator } from '@activity-hub/contracts/plugin/aggregator';
import { z } from 'zod';
const config = z.strictObject({ step: z.int().min(1).default(${step}) });
const plugin: Aggregator<z.infer<typeof config>, { readonly seen: number; readonly said?: string }> = {
  manifest: {
    id: 'counting', version: '1.0.0', kind: 'aggregator', hub: '^0.1.0',
    title: { en: 'Counting', ru: 'Счёт' }, description: { en: 'For specs.', ru: 'Для тестов.' },
    config, topics: ['activity.**'], scope: 'stream', windows: ['all'], emits: ['activity.milestone.reached'],
  },
  keyOf: (event) => event.user_id ?? undefined,
  initialState: () => ({ seen: 0 }),
  apply: (state, event) => { ${onEvent}; return { seen: state.seen + 1 }; },
  emit: (_previous, next, _cause, { step }) => next.seen % step === 0
    ? { derived: [{ event_type: 'activity.milestone.reached', subject: String(next.seen), payload: { value: next.seen } }] }
    : {},
};
export default plugin;
`;
}

/** The same without the kit: every line of the protocol by hand. @param onEvent Python, indented by twelve spaces */
export function countingInPython(onEvent = 'pass', step = usualStep): string {
  return `
import json, sys
MANIFEST = {"id": "counting", "version": "1.0.0", "kind": "aggregator", "hub": "^0.1.0",
    "title": {"en": "Counting", "ru": "Счёт"}, "description": {"en": "For specs.", "ru": "Для тестов."},
    "config_schema": {"type": "object", "properties": {"step": {"type": "integer", "minimum": 1, "default": ${step}}}, "additionalProperties": False},
    "topics": ["activity.**"], "scope": "stream", "windows": ["all"], "emits": ["activity.milestone.reached"]}
step, batches = ${step}, {}
def send(message):
    sys.stdout.write(json.dumps(message, separators=(",", ":")) + "\\n")
    sys.stdout.flush()
for line in sys.stdin:
    message = json.loads(line)
    kind = message["type"]
    if kind == "stop":
        break
    if kind == "hello":
        send({"type": "ready", "protocol": 1, "deadlines": False, "manifest": MANIFEST})
    elif kind == "configure":
        step = message["config"].get("step", ${step})
        send({"type": "configured", "fault": None})
    elif kind == "keys":
        batches[message["id"]] = message["events"]
        batches.pop(message["id"] - 16, None)
        send({"type": "keys", "id": message["id"], "keys": [event["user_id"] for event in message["events"]], "faults": []})
    elif kind == "fold":
        answers = []
        for request in message["requests"]:
            state, steps = dict(request["state"] or {"seen": 0}), []
            for index, event in enumerate(request["events"]):
                if isinstance(event, int):
                    event = batches[message["batch"]][event]
                ${onEvent}
                state["seen"] += 1
                if state["seen"] % step == 0:
                    steps.append({"index": index, "deadline": None, "metrics": [], "derived": [
                        {"event_type": "activity.milestone.reached", "subject": str(state["seen"]), "payload": {"value": state["seen"]}}]})
            answers.append({"state": state, "view": None, "deadline": None, "folded": len(request["events"]), "fired": None, "latest": len(request["events"]) - 1, "steps": steps, "faults": []})
        send({"type": "folded", "id": message["id"], "answers": answers})
`;
}
