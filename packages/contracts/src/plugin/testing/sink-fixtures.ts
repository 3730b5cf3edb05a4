import { z } from 'zod';
import type { RecordedEvent } from '../../event.ts';
import type { FetchRequest } from '../protocol.ts';
import { sentResult } from '../sent-result.ts';
import { differencesOf } from './differences-of.ts';
import { eachOnce, fixtureEvents, recordedEvents } from './fixture-events.ts';
import { bodyOf, StandIn, type StandInAnswer, standInAnswer } from './stand-in.ts';
import type { TrialSink } from './trial-sink.ts';

const jsonObject = z.record(z.string(), z.json());

/** One batch, what those who are asked answer, and what must hold then: objects may leave fields out, lists are complete. */
export const sinkScenario = z.strictObject({
  name: z.string().min(1),
  config: jsonObject.default({}).describe('Settings that differ from the defaults.'),
  events: fixtureEvents,
  answers: z
    .array(standInAnswer)
    .min(1)
    .default([{ status: 200, headers: {} }])
    .describe('To one request after the other; the last one to all that follow.'),
  expect: z.strictObject({
    results: z
      .array(
        z.strictObject({
          event_id: z.string().optional(),
          outcome: z.enum(['delivered', 'retry', 'reject']),
          reason: z.string().optional(),
          retry_after_seconds: z.number().optional(),
        }),
      )
      .optional(),
    requests: z
      .array(
        z.strictObject({
          method: z.string().optional(),
          url: z.string().optional(),
          headers: z.record(z.string().toLowerCase(), z.string()).optional(),
          body: z.json().optional().describe('A text is compared as text, anything else as JSON.'),
        }),
      )
      .optional(),
  }),
});
export type SinkScenario = z.infer<typeof sinkScenario>;
type ExpectedRequest = NonNullable<SinkScenario['expect']['requests']>[number];

/** The fixtures of a sink, `<id>.fixtures.json`, beside those of the other kinds: see `pluginFixtures`. */
export const sinkFixtures = z.strictObject({
  history: fixtureEvents.default([]).describe('More events for the conformance suite.'),
  scenarios: z.array(sinkScenario).min(1),
});
export type SinkFixtures = z.infer<typeof sinkFixtures>;

/** Every event of the fixtures once, in the order of (timestamp, event_id). */
export function sampleOf({ history, scenarios }: SinkFixtures): readonly RecordedEvent[] {
  return eachOnce([...history, ...scenarios.flatMap(({ events }) => events)]);
}

/** @returns what differs from `expect`, as sentences; empty when all of it holds. */
export async function runSinkScenario(sink: TrialSink, scenario: SinkScenario): Promise<readonly string[]> {
  const { config, events, answers, expect } = scenario;
  const standIn = new StandIn(inOrder(answers));
  const program = await sink.open(config, { fetch: standIn.fetch, log: () => undefined });
  try {
    const results = await program.deliver(recordedEvents(events));
    const { requests } = standIn;
    return [
      ...strayed(standIn.strayedTo((url) => sink.mayAsk(url, config))),
      ...(expect.results === undefined ? [] : differencesOf(expect.results, results.map(sentResult), 'results')),
      ...(expect.requests === undefined
        ? []
        : differencesOf(
            expect.requests,
            requests.map((request, at) => shownRequest(request, expect.requests?.[at])),
            'requests',
          )),
    ];
  } finally {
    await program.stop();
  }
}

/** Each host that was asked and that plugin.json does not name. */
export function strayed(hosts: readonly string[]): readonly string[] {
  return hosts.map((host) => `it asks ${host}, which "network" of its plugin.json does not name`);
}

function inOrder(answers: readonly StandInAnswer[]): StandIn['answers'] {
  const left = [...answers];
  return () => (left.length > 1 ? left.shift() : left[0]) as StandInAnswer;
}

function shownRequest(request: FetchRequest, expected: ExpectedRequest | undefined): object {
  const { method, url, headers } = request;
  const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const text = bodyOf(request);
  return { method, url, headers: lowered, body: typeof expected?.body === 'string' ? text : parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
