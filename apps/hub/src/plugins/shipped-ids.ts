/** Ids of the plugins that come with the hub. */
export async function shippedIds(): Promise<ReadonlySet<string>> {
  // Imported only here: nothing that runs plugins is ever loaded beside ingest.
  const { aggregators, detectors } = await import('@activity-hub/plugins/catalog');
  return new Set([...aggregators, ...detectors].map(({ manifest }) => manifest.id));
}
