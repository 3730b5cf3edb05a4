import { z } from 'zod';
import type { FetchedAnswer, FetchRequest } from '../protocol.ts';

/** What somebody answers whom a sink asks; or why nobody does. */
export const standInAnswer = z.union([
  z.strictObject({
    status: z.int().min(200).max(599),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.json().optional().describe('A text as it is, anything else as JSON.'),
  }),
  z.strictObject({ fails: z.string().min(1).describe('Nobody answers, for this reason.') }),
]);
export type StandInAnswer = z.infer<typeof standInAnswer>;

/** Stands in for everybody a sink may ask: nothing leaves the machine. */
export class StandIn {
  /** What it was asked, in its order. */
  readonly requests: FetchRequest[] = [];
  /** Those of them that it answered with 2xx. */
  readonly taken: FetchRequest[] = [];
  answers: (request: FetchRequest) => StandInAnswer;

  constructor(answers: StandIn['answers']) {
    this.answers = answers;
  }

  readonly fetch = async (request: FetchRequest): Promise<NonNullable<FetchedAnswer['answer']>> => {
    if (!URL.canParse(request.url)) throw new Error(`"${request.url}" is no address.`);
    this.requests.push(request);
    const answer = this.answers(request);
    if ('fails' in answer) throw new Error(answer.fails);
    const { status, headers, body = '' } = answer;
    if (status < 300) this.taken.push(request);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return { status, headers, body_base64: Buffer.from(text).toString('base64') };
  };

  /** The hosts it was asked for and that nobody lends. */
  strayedTo(mayAsk: (url: URL) => boolean): readonly string[] {
    const urls = this.requests.map(({ url }) => new URL(url));
    return [...new Set(urls.filter((url) => !mayAsk(url)).map(({ host }) => host))];
  }
}

/** The body of a request as text. */
export function bodyOf({ body_base64: body }: FetchRequest): string {
  return Buffer.from(body ?? '', 'base64').toString('utf8');
}
