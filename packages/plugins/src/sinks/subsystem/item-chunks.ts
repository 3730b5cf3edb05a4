const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Consecutive items of at most so many, and of at most 4 MiB of JSON unless a single one is larger. */
export function itemChunks<Item>(items: readonly Item[], maxItems: number): Item[][] {
  const chunks: Item[][] = [];
  let current: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item));
    if (current.length > 0 && (current.length >= maxItems || bytes + size > MAX_BODY_BYTES)) {
      chunks.push(current);
      current = [];
      bytes = 0;
    }
    current.push(item);
    bytes += size;
  }
  return current.length > 0 ? [...chunks, current] : chunks;
}
