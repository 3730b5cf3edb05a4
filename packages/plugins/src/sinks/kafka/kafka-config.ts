import { z } from 'zod';

/** Known in a template of topics. */
const placeholder = /\{(category|action|event_type|source)\}/g;

export const kafkaConfig = z.strictObject({
  brokers: z
    .array(z.string().regex(/^[^\s:]+:\d{1,5}$/, 'must be host:port'))
    .max(100)
    .default([])
    .meta({ needed: true, description: 'Brokers to begin with, as host:port.' }),
  topic: z
    .string()
    .max(200)
    .refine((template) => /^[A-Za-z0-9._-]+$/.test(template.replace(placeholder, 'x')), 'has an unknown placeholder')
    .default('activity.{category}.{action}')
    .describe('Topic of an event; {category}, {action}, {event_type} and {source} are filled in.'),
  client_id: z.string().min(1).max(255).default('activity-hub').describe('How the hub is named in the logs of Kafka.'),
  tls: z.boolean().default(false).describe('Whether the connection is encrypted.'),
  sasl: z
    .enum(['none', 'plain', 'scram-sha-256', 'scram-sha-512'])
    .default('none')
    .describe('How the hub says who it is.'),
  username: z.string().max(255).default('').describe('Name of the account, unless sasl is none.'),
  password: z.string().max(1_024).default('').meta({ secret: true, description: 'Its password.' }),
  timeout_seconds: z.number().min(1).max(120).default(10).describe('How long to wait for an answer.'),
});
export type KafkaConfig = z.infer<typeof kafkaConfig>;
