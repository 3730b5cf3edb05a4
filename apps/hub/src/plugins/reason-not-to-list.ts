import { pluginFile } from './plugin-descriptor.ts';

/** Why a plugin cannot even be shown under its name. */
export function reasonNotToList(id: string, reserved: ReadonlySet<string>): string | undefined {
  if (reserved.has(id)) return `The installed plugin ${id} does not run: a shipped plugin has that id.`;
  if (!pluginFile.shape.id.safeParse(id).success) return `The folder "${id}" holds no plugin: its name is no id.`;
  return undefined;
}
