/** Reads the primitives of the Kafka protocol from a buffer, one after the other. */
export class WireReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  int8(): number {
    return this.#bytes.readInt8(this.#step(1));
  }
  int16(): number {
    return this.#bytes.readInt16BE(this.#step(2));
  }
  int32(): number {
    return this.#bytes.readInt32BE(this.#step(4));
  }
  int64(): bigint {
    return this.#bytes.readBigInt64BE(this.#step(8));
  }
  string(): string {
    return this.take(Math.max(0, this.int16())).toString('utf8');
  }
  bytes(): Buffer {
    return this.take(Math.max(0, this.int32()));
  }
  array<Item>(read: () => Item): Item[] {
    return Array.from({ length: Math.max(0, this.int32()) }, read);
  }
  /** Zigzag, seven bits at a time. */
  varint(): number {
    let [value, shift, byte] = [0n, 0n, 0x80];
    while ((byte & 0x80) !== 0) {
      byte = this.#bytes.readUInt8(this.#step(1));
      value |= BigInt(byte & 0x7f) << shift;
      shift += 7n;
    }
    return Number((value >> 1n) ^ -(value & 1n));
  }
  text(): string {
    return this.take(Math.max(0, this.varint())).toString('utf8');
  }
  take(length: number): Buffer {
    const from = this.#step(length);
    return this.#bytes.subarray(from, from + length);
  }

  #step(length: number): number {
    const at = this.#at;
    this.#at += length;
    if (this.#at > this.#bytes.length) throw new RangeError('the request ends too early');
    return at;
  }
}

const int = (bytes: number, write: (buffer: Buffer) => void): Buffer => {
  const buffer = Buffer.alloc(bytes);
  write(buffer);
  return buffer;
};
export const int8 = (value: number): Buffer => int(1, (buffer) => buffer.writeInt8(value));
export const int16 = (value: number): Buffer => int(2, (buffer) => buffer.writeInt16BE(value));
export const int32 = (value: number): Buffer => int(4, (buffer) => buffer.writeInt32BE(value));
export const int64 = (value: bigint): Buffer => int(8, (buffer) => buffer.writeBigInt64BE(value));
export const string = (value: string): Buffer => Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)]);
export const array = (items: readonly Buffer[]): Buffer => Buffer.concat([int32(items.length), ...items]);
