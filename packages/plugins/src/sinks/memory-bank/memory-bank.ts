import { z } from 'zod';
import * as fields from '../subsystem/data-fields.ts';
import type { SubsystemDescription } from '../subsystem/subsystem-description.ts';
import { subsystemSink } from '../subsystem/subsystem-sink.ts';

const counted = ['events', 'artifacts', 'evidence', 'metrics', 'gaps', 'late_events'] as const;

export const memoryBankDescription: SubsystemDescription = {
  id: 'memory-bank',
  version: '1.0.0',
  title: { en: 'Memory Bank', ru: 'Memory Bank' },
  description: {
    en: 'Submits works to the Memory Bank: each trace when it is issued, and anew when its history changes.',
    ru: 'Передаёт работы в Memory Bank: каждую трассу при выпуске и заново, если изменилась её история.',
  },
  topics: ['activity.trace.*', 'activity.correction.*'],
  path: '/activity/works',
  mapping: {
    work_id: '/payload/work_id',
    version: '/payload/version',
    status: '/payload/status',
    started_at: '/payload/started_at',
    ended_at: '/payload/ended_at',
    ...Object.fromEntries(counted.map((name) => [name, `/payload/${name}`])),
    ...fields.correctedMapping,
  },
  data: z.looseObject({
    work_id: z.string().max(255).optional().describe('With version: one edition of one work.'),
    version: z.int().min(1).optional().describe('A higher one takes the place of a lower one.'),
    status: z.string().optional(),
    started_at: z.string().optional(),
    ended_at: z.string().optional(),
    ...Object.fromEntries(counted.map((name) => [name, z.int().min(0).optional()])),
    ...fields.corrected,
  }),
  example: {
    event_type: 'activity.trace.issued',
    payload: {
      work_id: 'work-17',
      version: 1,
      status: 'completed',
      started_at: '2026-05-01T08:00:00.000Z',
      ended_at: '2026-05-04T10:00:00.000Z',
      events: 14,
      artifacts: 3,
      evidence: 2,
      metrics: 1,
      gaps: 0,
      late_events: 0,
    },
  },
};

/** Submits works when their trace is issued. */
export const memoryBank = subsystemSink(memoryBankDescription);
