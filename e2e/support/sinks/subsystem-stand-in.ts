import { contractDocument } from './contract-document.ts';
import { type StandInAnswer, type StandInServer, startStandInServer } from './stand-in-server.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface ReceivedItem {
  readonly idempotency_key: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface SubsystemStandIn extends StandInServer {
  /** What it accepted, each key once. */
  readonly accepted: ReadonlyMap<string, ReceivedItem>;
  readonly token: string;
  /** Rejects this item from now on. */
  refuse(idempotencyKey: string): void;
  /** Answers with this status and text instead of a result per item. */
  answerInstead(status: number, text: string): void;
}

/** Takes batches as the document of the subsystem says, and remembers idempotency keys. */
export async function startSubsystemStandIn(id: string): Promise<SubsystemStandIn> {
  const document = contractDocument(id);
  const [path] = Object.keys(document.paths);
  const checkBatch = document.check('Batch');
  const checkAnswer = document.check('BatchAnswer');
  const accepted = new Map<string, ReceivedItem>();
  const refused = new Set<string>();
  const bodyOfRequest = new Map<string, string>();
  const token = `token-of-${id}-1f9c`;
  let instead: StandInAnswer | undefined;

  const take = (item: ReceivedItem): object => {
    const { idempotency_key } = item;
    if (refused.has(idempotency_key)) {
      return { idempotency_key, status: 'rejected', reason: `not for us, whatever ${token} may do` };
    }
    const status = accepted.has(idempotency_key) ? 'duplicate' : 'accepted';
    accepted.set(idempotency_key, item);
    return { idempotency_key, status };
  };

  const server = await startStandInServer(({ method, path: asked, headers, body }, violate) => {
    if (method !== 'POST' || asked !== path) violate(`${method} ${asked} is not in the document`);
    if (headers.authorization !== `Bearer ${token}`) return { status: 401 };
    const key = String(headers['idempotency-key']);
    if (!uuid.test(key)) violate(`Idempotency-Key is "${key}"`);
    const text = body.toString('utf8');
    if ((bodyOfRequest.get(key) ?? text) !== text) violate(`Idempotency-Key ${key} came with another body`);
    bodyOfRequest.set(key, text);
    const batch = JSON.parse(text) as { items: ReceivedItem[] };
    const faults = checkBatch(batch);
    if (faults.length > 0) {
      for (const fault of faults) violate(fault);
      return { status: 400 };
    }
    const items = batch.items.map(take);
    if (instead !== undefined) return instead;
    for (const fault of checkAnswer({ items })) violate(`the stand-in itself: ${fault}`);
    return { status: 200, body: { items } };
  });
  return Object.assign(server, {
    accepted,
    token,
    refuse: (idempotencyKey: string) => void refused.add(idempotencyKey),
    answerInstead: (status: number, text: string) => {
      const body = text === '' ? undefined : Buffer.from(text);
      instead = { status, headers: { 'content-type': 'application/json' }, body };
    },
  });
}
