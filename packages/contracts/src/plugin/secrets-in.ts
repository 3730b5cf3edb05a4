/** The values of the settings whose schema says that they are secrets. */
export function secretsIn(schema: unknown, value: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { secret, properties } = schema as { secret?: unknown; properties?: Record<string, unknown> };
  if (secret === true) return textsIn(value);
  if (properties === undefined || typeof value !== 'object' || value === null) return [];
  return Object.entries(properties).flatMap(([name, inner]) =>
    secretsIn(inner, (value as Record<string, unknown>)[name]),
  );
}

/** A secret may be a list, or an object of headers. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
