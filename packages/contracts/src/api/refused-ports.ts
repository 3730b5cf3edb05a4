/** What the procedures on refused events and their repair need of a hub. */
export type RefusedPorts = Readonly<Record<string, never>>;
