import { z } from 'zod';
import type { Json, JsonObject } from '../event.ts';
import { canonicalTopicPattern } from '../topic.ts';
import { type PluginFault, pluginFaultSentence } from './plugin-fault.ts';

const kafkaPlaceholder = /\{(category|action|event_type|source)\}/g;

/** Rules of a text for which JSON Schema has no words; a schema names one under `x-rule`. */
const textRules = {
  topic_pattern: (text: string) => canonicalTopicPattern(text) === text,
  host_port: (text: string) => /^[^\s:]+:\d{1,5}$/.test(text),
  kafka_topic: (text: string) => /^[A-Za-z0-9._-]+$/.test(text.replace(kafkaPlaceholder, 'x')),
};
export type TextRule = keyof typeof textRules;
export const textRuleNames = Object.keys(textRules) as readonly TextRule[];

/** Why a text breaks the rule that its schema names; a rule of a newer hub is none. */
export function textFault(rule: Json | undefined, text: string, setting: string): PluginFault | undefined {
  const known = textRuleNames.find((each) => each === rule);
  if (known === undefined || textRules[known](text)) return undefined;
  return { code: `setting_${known}`, values: { setting, text } };
}

/** A text under a rule: zod checks it, and its JSON Schema says it to the hub and to the form of the console. */
export function ruledText(rule: TextRule) {
  return z
    .string()
    .refine(textRules[rule], {
      error: ({ input }) =>
        pluginFaultSentence({ code: `setting_${rule}`, values: { setting: 'It', text: String(input) } }),
    })
    .meta({ 'x-rule': rule });
}

/** A setting that must be at most another one, or below it; a schema lists them under `x-ordered`. */
const orderRule = z.object({ setting: z.string(), other: z.string(), below: z.boolean().optional() });
type OrderRule = z.infer<typeof orderRule>;

export interface OrderFault {
  readonly setting: string;
  readonly fault: PluginFault;
}

/** Which of the orders that a schema demands a configuration breaks. What is left out has its default. */
export function orderFaults(schema: JsonObject, config: JsonObject): readonly OrderFault[] {
  const rules = z.array(orderRule).safeParse(schema['x-ordered']).data ?? [];
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonObject>>;
  const settingOf = (name: string): Json | undefined => config[name] ?? properties[name]?.['default'];
  return rules.flatMap((rule) =>
    holds(rule, settingOf) ? [] : [{ setting: rule.setting, fault: faultOf(rule, rule.setting) }],
  );
}

/** Settings in an order: zod checks it, and the JSON Schema says it to the hub and to the form of the console. */
export function ordered<Schema extends z.ZodObject>(settings: Schema, rules: readonly OrderRule[]): Schema {
  const checked = rules.reduce(
    (so, rule) =>
      so.refine((config) => holds(rule, (name) => config[name] as Json | undefined), {
        path: [rule.setting],
        error: pluginFaultSentence(faultOf(rule, 'It')),
      }),
    settings,
  );
  return checked.meta({ 'x-ordered': rules });
}

function holds({ setting, other, below = false }: OrderRule, settingOf: (name: string) => Json | undefined): boolean {
  const [value, bound] = [settingOf(setting), settingOf(other)];
  if (typeof value !== 'number' || typeof bound !== 'number') return true;
  return below ? value < bound : value <= bound;
}

function faultOf({ other, below = false }: OrderRule, setting: string): PluginFault {
  return { code: below ? 'setting_below' : 'setting_large', values: { setting, limit: other } };
}
