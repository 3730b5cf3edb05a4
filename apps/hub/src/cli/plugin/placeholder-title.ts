import type { PlainManifest } from '@activity-hub/contracts/plugin/plain-manifest';

const mark = '[нет русского названия] ';

/** Stands where an author has given no Russian title yet. Names the plugin, since it is shown in lists until then. */
export function placeholderTitle(id: string): string {
  return `${mark}${id}`;
}

/** Which texts of a manifest still wait for an author. */
export function missingTexts({ title }: Pick<PlainManifest, 'title'>): readonly string[] {
  return title.ru.startsWith(mark) ? ['title.ru'] : [];
}
