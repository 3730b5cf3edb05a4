import type { HubPorts } from '@activity-hub/contracts/api/hub-ports';
import { connectPostgres } from '@activity-hub/db/postgres/client';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { ViewerSources } from '../../query/viewer.ts';
import type { Asking } from '../asking.ts';
import { type AuditLog, createAuditLog } from '../audit/audit-log.ts';
import { createAuditPorts } from '../audit/create-audit-ports.ts';
import { createViewLog, type ViewLog } from '../audit/view-log.ts';
import { createCohortPorts } from './create-cohort-ports.ts';
import { createParticipantPorts } from './create-participant-ports.ts';
import { createPeoplePorts } from './create-people-ports.ts';
import { lateSignIn } from './late-sign-in.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createSignInLimits } from './sign-in-limits.ts';
import { registerSignInRoutes } from './sign-in-routes.ts';
import type { SignInSettings } from './sign-in-settings.ts';
import { createVisibleUsers } from './visible-users.ts';

export interface PeopleOptions {
  readonly databaseUrl: string;
  readonly settings: SignInSettings;
  readonly logger: Logger;
  readonly now: () => number;
}

export interface People {
  readonly sessionOf: Sessions['sessionOf'];
  /** Whose data a caller may see, and the record of who saw it. */
  readonly viewing: ViewerSources & { readonly views: ViewLog; readonly audit: AuditLog };
  portsFor(asking: Asking): Pick<HubPorts, 'people' | 'cohorts' | 'participants' | 'audit'>;
  /** Serves `/api/auth`. */
  registerRoutes(server: FastifyInstance): Promise<void>;
  stop(): Promise<void>;
}

/** Everything about the people who sign in: the way in, who they may see, and what they did. */
export function startPeople({ databaseUrl, settings, logger, now }: PeopleOptions): People {
  if (!settings.secretKnown) logger.warn('sign_in.secret_made_up: set HUB_AUTH_SECRET to keep sessions over a restart');
  const sql = connectPostgres(databaseUrl, { max: 4, name: 'activity-hub people' });
  const signIn = lateSignIn({
    settings,
    databaseUrl,
    onTrouble: (message) => logger.warn({ reason: message }, 'sign_in.trouble'),
  });
  const sessions = createSessions(signIn);
  const visible = createVisibleUsers(sql);
  const audit = createAuditLog(sql);
  const views = createViewLog(sql);
  const people = createPeoplePorts({
    sql,
    audit,
    clock: now,
    hashPassword: signIn.hashPassword,
    ory: settings.ory !== undefined,
    onRightsChanged: sessions.forget,
  });
  const cohorts = createCohortPorts({ sql, audit, onSightChanged: visible.forget });
  const participants = createParticipantPorts({ sql, audit, views, visible });
  const auditPorts = createAuditPorts(sql);
  return {
    sessionOf: sessions.sessionOf,
    viewing: { visible, views, audit },
    portsFor: (asking) => ({
      people: people(asking),
      cohorts: cohorts(asking),
      participants: participants(asking),
      audit: auditPorts,
    }),
    async registerRoutes(server) {
      // Before anybody is served: reading it holds the whole process for half a second, ingest too (docs/decisions/020).
      await signIn.begin();
      await registerSignInRoutes(server, {
        signIn,
        limits: createSignInLimits(),
        settings,
        onSessionsEnded: sessions.forget,
      });
    },
    async stop() {
      await Promise.all([sql.end({ timeout: 1 }), signIn.close()]);
    },
  };
}
