/** @throws Error when the hub ships a plugin of that name: it would never run one that is installed under it */
export async function demandFreeId(id: string, advice = 'Take another name.'): Promise<void> {
  const { aggregators, detectors } = await import('@activity-hub/plugins/catalog');
  if ([...aggregators, ...detectors].some(({ manifest }) => manifest.id === id))
    throw new Error(`${id} is a plugin that comes with the hub. ${advice}`);
}
