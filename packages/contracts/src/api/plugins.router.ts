import { z } from 'zod';
import {
  pluginConfiguration,
  pluginFoldingAgain,
  pluginList,
  pluginQuery,
  pluginRevisions,
  pluginRollback,
  pluginView,
  revisionPromotion,
  revisionQuery,
} from '../activity/plugin.ts';
import {
  pluginErrorSearch,
  pluginErrors,
  pluginLogPage,
  pluginLogSearch,
  pluginMetrics,
  pluginMetricsQuery,
  revisionDifference,
} from '../activity/plugin-evidence.ts';
import { actOf } from './act-of.ts';
import { adminProcedure, router } from './trpc.ts';

const tags = ['plugins'];
const base = '/activity/plugins' as const;
const one = `${base}/{plugin_id}` as const;
const revision = `${one}/revisions/{revision}` as const;

type Switch = 'enable' | 'disable' | 'pause' | 'resume' | 'restart';

/** A change that needs nothing but the plugin. */
function changeOf(verb: Switch, summary: string) {
  return adminProcedure
    .meta({ openapi: { method: 'POST', path: `${one}/${verb}`, tags, summary } })
    .input(pluginQuery)
    .output(pluginView)
    .mutation(({ ctx, input }) => ctx.ports.plugins[verb](input.plugin_id, actOf(ctx)));
}

const switches = {
  enable: changeOf('enable', 'Let a plugin run'),
  disable: changeOf('disable', 'Stop a plugin until it is enabled'),
  pause: changeOf('pause', 'Let a plugin rest where it stands'),
  resume: changeOf('resume', 'Let a paused plugin go on'),
  restart: changeOf('restart', 'Start a plugin anew from its checkpoints'),
  resetQuarantine: adminProcedure
    .meta({
      openapi: { method: 'POST', path: `${one}/reset-quarantine`, tags, summary: 'Lift the quarantine of a plugin' },
    })
    .input(pluginQuery)
    .output(pluginView)
    .mutation(({ ctx, input }) => ctx.ports.plugins.resetQuarantine(input.plugin_id, actOf(ctx))),
};

const revisionProcedures = {
  revisions: adminProcedure
    .meta({ openapi: { method: 'GET', path: `${one}/revisions`, tags, summary: 'List the revisions of a plugin' } })
    .input(pluginQuery)
    .output(pluginRevisions)
    .query(({ ctx, input }) => ctx.ports.plugins.revisions(input.plugin_id)),
  configure: adminProcedure
    .meta({
      openapi: { method: 'POST', path: `${one}/revisions`, tags, summary: 'Configure: build a shadow beside the live' },
    })
    .input(pluginConfiguration)
    .output(pluginView)
    .mutation(({ ctx, input }) => ctx.ports.plugins.configure(input, actOf(ctx))),
  foldAgain: adminProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: `${one}/fold-again`,
        tags,
        summary: 'Build a shadow like the live, from history',
      },
    })
    .input(pluginFoldingAgain)
    .output(pluginView)
    .mutation(({ ctx, input }) => ctx.ports.plugins.foldAgain(input, actOf(ctx))),
  difference: adminProcedure
    .meta({
      openapi: { method: 'GET', path: `${revision}/difference`, tags, summary: 'Compare a revision with the live one' },
    })
    .input(revisionQuery)
    .output(revisionDifference)
    .query(({ ctx, input }) => ctx.ports.plugins.difference(input)),
  promote: adminProcedure
    .meta({ openapi: { method: 'POST', path: `${revision}/promote`, tags, summary: 'Make a revision the live one' } })
    .input(revisionPromotion)
    .output(pluginView)
    .mutation(({ ctx, input }) => ctx.ports.plugins.promote(input, actOf(ctx))),
  discard: adminProcedure
    .meta({ openapi: { method: 'POST', path: `${revision}/discard`, tags, summary: 'Drop a revision and its states' } })
    .input(revisionQuery)
    .output(pluginView)
    .mutation(({ ctx, input }) => ctx.ports.plugins.discard(input, actOf(ctx))),
  rollback: adminProcedure
    .meta({ openapi: { method: 'POST', path: `${one}/rollback`, tags, summary: 'Go back to a retired revision' } })
    .input(pluginRollback)
    .output(pluginView)
    .mutation(({ ctx, input }) => ctx.ports.plugins.rollback(input, actOf(ctx))),
};

/** Plugins: what they are, how they run, and what an admin does with them. */
export const pluginsRouter = router({
  list: adminProcedure
    .meta({ openapi: { method: 'GET', path: base, tags, summary: 'List the plugins with how they run' } })
    .input(z.void())
    .output(pluginList)
    .query(({ ctx }) => ctx.ports.plugins.list()),
  get: adminProcedure
    .meta({ openapi: { method: 'GET', path: one, tags, summary: 'Get a plugin with its revisions' } })
    .input(pluginQuery)
    .output(pluginView)
    .query(({ ctx, input }) => ctx.ports.plugins.get(input.plugin_id)),
  logs: adminProcedure
    .meta({ openapi: { method: 'GET', path: `${one}/logs`, tags, summary: 'Read the log of a plugin' } })
    .input(pluginLogSearch)
    .output(pluginLogPage)
    .query(({ ctx, input }) => ctx.ports.plugins.logs(input)),
  errors: adminProcedure
    .meta({ openapi: { method: 'GET', path: `${one}/errors`, tags, summary: 'Group the events a plugin failed at' } })
    .input(pluginErrorSearch)
    .output(pluginErrors)
    .query(({ ctx, input }) => ctx.ports.plugins.errors(input)),
  metrics: adminProcedure
    .meta({ openapi: { method: 'GET', path: `${one}/metrics`, tags, summary: 'Read the time series of a plugin' } })
    .input(pluginMetricsQuery)
    .output(pluginMetrics)
    .query(({ ctx, input }) => ctx.ports.plugins.metrics(input)),
  ...revisionProcedures,
  ...switches,
});
