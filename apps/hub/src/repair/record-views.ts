import type { JsonDifference } from '@activity-hub/contracts/activity/refused-repair';
import type { RefusedPorts } from '@activity-hub/contracts/api/refused-ports';
import type { Asking } from '../auth/asking.ts';
import type { ViewLog } from '../auth/audit/view-log.ts';
import { claimedUsers } from './claimed-users.ts';

function textOf({ raw, raw_encoding }: { readonly raw: string; readonly raw_encoding: string }): string {
  return raw_encoding === 'base64' ? Buffer.from(raw, 'base64').toString('latin1') : raw;
}

/** What an edit took away is shown beside the new text, so it is read too. */
function memberBefore({ pointer, before }: JsonDifference): string {
  return JSON.stringify({ [pointer.slice(pointer.lastIndexOf('/') + 1)]: before });
}

/**
 * Who reads what was sent reads data of whoever it is about: recorded before the answer goes out, like every
 * other view. A whole text is recorded also where it names nobody, since it may still be about somebody; the
 * beginnings in a list only where they do, since a console asks for lists all the time. Groups show no texts.
 */
export function recordViews(ports: RefusedPorts, views: ViewLog, asking: Asking): RefusedPorts {
  const read = (procedure: string, texts: readonly (string | null)[]): Promise<void> =>
    views.record(asking, `refused.${procedure}`, claimedUsers(texts), { evenOfNobody: true });
  return {
    ...ports,
    async search(search) {
      const page = await ports.search(search);
      const beginnings = page.items.map((item) => item.beginning);
      await views.record(asking, 'refused.search', claimedUsers(beginnings));
      return page;
    },
    async get(refusedId) {
      const event = await ports.get(refusedId);
      await read('get', [textOf(event), event.repaired]);
      return event;
    },
    async revalidate(attempt) {
      const tried = await ports.revalidate(attempt);
      await read('revalidate', [tried.text, ...tried.differences.map(memberBefore)]);
      return tried;
    },
    async estimate(plan) {
      const estimate = await ports.estimate(plan);
      if (estimate.samples.length > 0)
        await read(
          'estimate',
          estimate.samples.flatMap((sample) => [sample.before, sample.text]),
        );
      return estimate;
    },
  };
}
