import { Grouped } from '../bus/grouped.ts';

/** Of a message that speaks for several lanes: as many requests as a lane alone sends at once. */
const mostTogether = 250;

/**
 * What lanes ask a plugin at the same time goes in one message: near the head a lane has a few events at a beat, and each
 * message wakes two processes. A message that fails, or does not fit a line, is sent once more lane by lane.
 * @param ask one message; its answer is for all that it asks
 * @param part what of the answer belongs to those from one place to another
 */
export function jointly<Item, Answer>(
  ask: (items: readonly Item[]) => Promise<Answer>,
  part: (answer: Answer, from: number, to: number) => Answer,
): (items: readonly Item[]) => Promise<Answer> {
  const asks = new Grouped<readonly Item[], Answer>({
    run: async (asked) => {
      const answer = await ask(asked.flat());
      let to = 0;
      return asked.map(({ length }) => {
        to += length;
        return part(answer, to - length, to);
      });
    },
    isHeavy: ({ length }) => length > mostTogether / 2,
    most: { sum: mostTogether, of: ({ length }) => length },
  });
  return (items) => asks.call(items);
}
