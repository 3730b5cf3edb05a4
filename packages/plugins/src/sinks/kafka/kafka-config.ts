import { ruledText } from '@activity-hub/contracts/plugin/setting-rules';
import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';
import { answerTimeout } from '../answer-timeout.ts';

export const kafkaConfig = z.strictObject({
  brokers: z
    .array(ruledText('host_port'))
    .max(100)
    .default([])
    .meta({
      needed: true,
      ...shownAs({
        en: ['Brokers', 'Brokers to begin with, as host:port.'],
        ru: ['Брокеры', 'Брокеры, с которых начинается подключение, в виде host:port.'],
      }),
    }),
  topic: ruledText('kafka_topic')
    .max(200)
    .default('activity.{category}.{action}')
    .meta(
      shownAs({
        en: ['Topic', 'Topic of an event; {category}, {action}, {event_type} and {source} are filled in.'],
        ru: [
          'Тема',
          'Тема Kafka для события; вместо {category}, {action}, {event_type} и {source} подставляются значения события.',
        ],
      }),
    ),
  client_id: z
    .string()
    .min(1)
    .max(255)
    .default('activity-hub')
    .meta(
      shownAs({
        en: ['Name of the client', 'How the hub is named in the logs of Kafka.'],
        ru: ['Имя клиента', 'Как хаб называется в журналах Kafka.'],
      }),
    ),
  tls: z
    .boolean()
    .default(false)
    .meta(
      shownAs({
        en: ['Encryption', 'Whether the connection is encrypted.'],
        ru: ['Шифрование', 'Шифровать ли соединение.'],
      }),
    ),
  sasl: z
    .enum(['none', 'plain', 'scram-sha-256', 'scram-sha-512'])
    .default('none')
    .meta(
      shownAs({
        en: ['Sign-in', 'How the hub says who it is.'],
        ru: ['Способ входа', 'Как хаб подтверждает, кто он.'],
      }),
    ),
  username: z
    .string()
    .max(255)
    .default('')
    .meta(
      shownAs({
        en: ['Account', 'Name of the account, unless sasl is none.'],
        ru: ['Учётная запись', 'Имя учётной записи, если способ входа не none.'],
      }),
    ),
  password: z
    .string()
    .max(1_024)
    .default('')
    .meta({
      secret: true,
      ...shownAs({ en: ['Password', 'Its password.'], ru: ['Пароль', 'Пароль этой учётной записи.'] }),
    }),
  timeout_seconds: answerTimeout,
});
export type KafkaConfig = z.infer<typeof kafkaConfig>;
