import { expect, it } from 'vitest';
import { LastLines } from './last-lines.ts';

const held = (lines: readonly string[]) => {
  const last = new LastLines();
  const pushedOut = lines.flatMap((line) => last.hold(line));
  return { pushedOut, released: last.release(), left: last.release() };
};

it('holds forty lines and hands on those before them, each once', () => {
  const lines = Array.from({ length: 43 }, (_, n) => `line ${n}`);
  expect(held(lines)).toEqual({ pushedOut: lines.slice(0, 3), released: lines.slice(3), left: [] });
});

it('holds 2,000 characters, and a single line whatever its length', () => {
  const [long, short] = ['x'.repeat(1_500), 'y'.repeat(500)];
  expect(held([long, short, short])).toMatchObject({ pushedOut: [long], released: [short, short] });
  expect(held([short, 'z'.repeat(9_000)])).toMatchObject({ pushedOut: [short], released: ['z'.repeat(9_000)] });
});
