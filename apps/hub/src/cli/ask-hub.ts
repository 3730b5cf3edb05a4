import { z } from 'zod';
import { keyHeaders, keyRefusal } from './hub-key.ts';
import { reasonOf } from './ingest/post-lines.ts';

export interface HubQuestion {
  readonly hub: string;
  readonly key: string | undefined;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}

const problem = z.looseObject({ code: z.string(), detail: z.string(), pointer: z.string().optional() });
const requestLimitMs = 15_000;

/**
 * One call of the API.
 * @throws Error with a sentence for people when the hub is away or refuses
 */
export async function askHub<Answer>(question: HubQuestion, answer: z.ZodType<Answer>): Promise<Answer> {
  const { hub, key, method, path, body } = question;
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { ...keyHeaders(key), ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const signal = AbortSignal.timeout(requestLimitMs);
  const response = await fetch(`${hub}${path}`, { method, headers, signal, ...sent }).catch((error: unknown) => {
    throw new Error(`The hub at ${hub} cannot be reached: ${reasonOf(error)}. Start it with npm start.`);
  });
  const text = await response.text();
  if (response.ok) return answer.parse(JSON.parse(text));
  const told = problem.safeParse(parsed(text));
  if (!told.success) throw new Error(`The hub at ${hub} answered ${response.status} without an explanation.`);
  const { code, detail, pointer } = told.data;
  const place = pointer === undefined || pointer === '' ? '' : ` (${pointer.slice(1)})`;
  throw keyRefusal(hub, code, detail) ?? new Error(`${detail}${place}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
