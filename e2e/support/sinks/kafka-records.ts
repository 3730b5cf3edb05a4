import { WireReader } from './kafka-wire.ts';

export interface SentRecord {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface SentBatch {
  readonly producerId: bigint;
  readonly baseSequence: number;
  readonly records: readonly SentRecord[];
}

/** A record batch, version 2, without compression. */
export function readRecordBatch(bytes: Buffer): SentBatch {
  const reader = new WireReader(bytes);
  reader.take(8 + 4 + 4);
  const magic = reader.int8();
  if (magic !== 2) throw new Error(`record batches of version ${magic} are not known here`);
  reader.take(4);
  const attributes = reader.int16();
  if ((attributes & 0x7) !== 0) throw new Error('compressed records are not known here');
  reader.take(4 + 8 + 8);
  const producerId = reader.int64();
  reader.int16();
  const baseSequence = reader.int32();
  return { producerId, baseSequence, records: reader.array(() => readRecord(reader)) };
}

function readRecord(reader: WireReader): SentRecord {
  reader.varint();
  reader.int8();
  reader.varint();
  reader.varint();
  const [key, value] = [reader.text(), reader.text()];
  const headers: Record<string, string> = {};
  for (let left = reader.varint(); left > 0; left--) {
    const name = reader.text();
    headers[name] = reader.text();
  }
  return { key, value, headers };
}
