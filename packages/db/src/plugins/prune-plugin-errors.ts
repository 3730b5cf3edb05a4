import type { Sql } from '../postgres/client.ts';

/** The newest ten thousand of a plugin are grouped and shown: no more are kept, and none for longer than 30 days. */
export const keptPluginErrors = { perPlugin: 10_000, days: 30 } as const;

/** Forgets events that plugins failed at long ago. The events themselves stay in the log. @returns how many */
export async function prunePluginErrors(sql: Sql): Promise<number> {
  const { perPlugin, days } = keptPluginErrors;
  const { count } = await sql`
    delete from plugin_error using (
      select processor, version, lane, "offset", at,
        row_number() over (partition by split_part(processor, '/', 1) order by at desc, "offset" desc) as place
      from plugin_error) as ranked
    where (plugin_error.processor, plugin_error.version, plugin_error.lane, plugin_error."offset")
        = (ranked.processor, ranked.version, ranked.lane, ranked."offset")
      and (ranked.place > ${perPlugin} or ranked.at < now() - make_interval(days => ${days}))`;
  return count;
}
