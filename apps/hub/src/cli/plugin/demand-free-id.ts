import { shippedIds } from '../../plugins/shipped-ids.ts';

/** @throws Error when the hub ships a plugin of that name: it would never run one that is installed under it */
export async function demandFreeId(id: string, advice = 'Take another name.'): Promise<void> {
  if ((await shippedIds()).has(id)) throw new Error(`${id} is a plugin that comes with the hub. ${advice}`);
}
