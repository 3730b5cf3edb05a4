/** One of the Server-Sent Events; without a name of its own its type is the one that its data tell. */
export interface Piece {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly event_id: string; readonly metadata: Record<string, unknown> };
}

export async function* piecesOf(answer: Response): AsyncGenerator<Piece> {
  let text = '';
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1] ?? '';
      if (field('data') === '') continue;
      const data = JSON.parse(field('data'));
      const type = field('event');
      yield type === ''
        ? { id: field('id'), type: data.type, data: data.event ?? data }
        : { id: field('id'), type, data };
    }
  }
}

/** So many events; what comes between them is passed over. */
export async function take(pieces: AsyncGenerator<Piece>, count: number): Promise<Piece[]> {
  const taken: Piece[] = [];
  while (taken.length < count) {
    const { value, done } = await pieces.next();
    if (done) throw new Error(`The stream ended after ${taken.length} pieces.`);
    if (value.type === 'event') taken.push(value);
  }
  return taken;
}
