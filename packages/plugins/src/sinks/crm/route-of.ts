import { severities } from '@activity-hub/contracts/plugin/detector';
import type { CaseChange } from './case-change.ts';
import type { CrmRoute } from './crm-config.ts';

/** The first route for this kind and severity. */
export function routeOf({ kind, severity }: CaseChange, routes: readonly CrmRoute[]): CrmRoute | undefined {
  return routes.find(
    (route) =>
      (route.kind === '*' || route.kind === kind) &&
      severities.indexOf(severity) >= severities.indexOf(route.min_severity),
  );
}
