/** What the procedures on the health of the sources need of a hub. */
export type SourcePorts = Readonly<Record<string, never>>;
