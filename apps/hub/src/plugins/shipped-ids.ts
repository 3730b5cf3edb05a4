/** Ids of the plugins that come with the hub. */
export async function shippedIds(): Promise<ReadonlySet<string>> {
  // Imported only here: nothing that runs plugins is ever loaded beside ingest.
  const { aggregators, detectors, sinks } = await import('@activity-hub/plugins/catalog');
  return new Set([...aggregators, ...detectors, ...sinks].map(({ manifest }) => manifest.id));
}
