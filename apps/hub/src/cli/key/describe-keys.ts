import type { ApiKey, MadeKey } from '@activity-hub/contracts/access/api-key';

export function describeMade({ key, secret }: MadeKey): string {
  return [
    `The key "${key.name}" may ${mayDo(key)}${key.expires_at === null ? '' : `, until ${key.expires_at}`}:`,
    '',
    `  ${secret}`,
    '',
    'It is shown this once and kept nowhere. Send it as: Authorization: Bearer <key>',
  ].join('\n');
}

export function describeKeys(keys: readonly ApiKey[]): string {
  if (keys.length === 0) return 'There are no keys.';
  const rows = keys.map((key) => [
    key.key_id,
    key.name,
    key.state,
    mayDo(key),
    key.last_used_at === null ? 'never used' : `used ${key.last_used_at.slice(0, 16).replace('T', ' ')}`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

function mayDo({ permissions, source, event_types }: ApiKey): string {
  if (permissions.includes('admin')) return 'do everything';
  const types = event_types.map((type) => type.replace(/^activity\./, ''));
  const publish = `publish ${types.includes('**') ? 'every type' : types.join(', ')} as ${source ?? 'any source'}`;
  return permissions.map((permission) => (permission === 'write' ? publish : 'read')).join(' and ');
}
