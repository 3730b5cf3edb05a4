export interface KratosSettings {
  /** The admin API, without a slash at the end. */
  readonly adminUrl: string;
  readonly token: string | undefined;
  /** Dotted path of the trait that holds the IANA zone. */
  readonly zoneTrait: string;
  /** Traits that are kept with every event; no personal ones belong here, as events are for ever. */
  readonly contextTraits: readonly string[];
}

/** Where participants are looked up; undefined: in the hub's own directory. @throws Error that names the variable */
export function readIdentitySettings(
  variables: Readonly<Record<string, string | undefined>>,
): KratosSettings | undefined {
  const url = variables['ORY_KRATOS_ADMIN_URL'] ?? '';
  if (url === '') return undefined;
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw new Error('ORY_KRATOS_ADMIN_URL must be an address such as http://kratos:4434.');
  const context = (variables['ORY_CONTEXT_TRAITS'] ?? 'locale').split(',').map((name) => name.trim());
  return {
    adminUrl: url.replace(/\/+$/, ''),
    token: variables['ORY_KRATOS_ADMIN_TOKEN'] || undefined,
    zoneTrait: variables['ORY_ZONE_TRAIT'] || 'time_zone',
    contextTraits: context.filter((name) => name !== ''),
  };
}
