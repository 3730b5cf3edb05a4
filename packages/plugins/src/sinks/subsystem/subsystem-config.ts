import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';
import { answerTimeout } from '../answer-timeout.ts';
import { httpAddress } from '../http/http-address.ts';
import type { SubsystemDescription } from './subsystem-description.ts';

/** Items of one request in the contract of every subsystem. */
export const MAX_ITEMS = 500;

const fieldName = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/);
const jsonPointer = z
  .string()
  .max(512)
  .regex(/^(\/([^/~]|~[01])*)+$/, 'must be a JSON pointer such as /payload/score');

export function subsystemConfig({ path, mapping }: Pick<SubsystemDescription, 'path' | 'mapping'>) {
  return z.strictObject({
    url: httpAddress.default('').meta({
      needed: true,
      ...shownAs({
        en: ['Address', `Address of the subsystem; ${path} is added to it.`],
        ru: ['Адрес', `Адрес подсистемы; к нему добавляется ${path}.`],
      }),
    }),
    token: z
      .string()
      .max(4_096)
      .default('')
      .meta({
        secret: true,
        ...shownAs({
          en: ['Token', 'Sent as a bearer token; empty: none is sent.'],
          ru: ['Токен', 'Отправляется как токен Bearer. Пусто — не отправляется.'],
        }),
      }),
    timeout_seconds: answerTimeout,
    max_items: z
      .int()
      .min(1)
      .max(MAX_ITEMS)
      .default(100)
      .meta(
        shownAs({
          en: ['Events in a request', 'Events in one request.'],
          ru: ['Событий в запросе', 'Сколько событий уходит в одном запросе, самое большее.'],
        }),
      ),
    mapping: z
      .record(fieldName, jsonPointer)
      .default({ ...mapping })
      .meta(
        shownAs({
          en: ['Mapping', 'Which field of data comes from where in the event, as JSON pointers.'],
          ru: ['Соответствие полей', 'Какое поле data откуда в событии берётся: указатели JSON.'],
        }),
      ),
  });
}
export type SubsystemConfig = z.infer<ReturnType<typeof subsystemConfig>>;
