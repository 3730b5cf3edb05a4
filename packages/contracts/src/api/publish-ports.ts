/** What the procedures on publishing over tRPC need of a hub. */
export type PublishPorts = Readonly<Record<string, never>>;
