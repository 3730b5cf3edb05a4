import { severities } from '@activity-hub/contracts/plugin/detector';
import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';
import { answerTimeout } from '../answer-timeout.ts';
import { httpAddress } from '../http/http-address.ts';

const name = z.string().max(255);

const route = z.strictObject({
  kind: name
    .default('*')
    .meta(shownAs({ en: ['Kind', 'Kind of case, or * for every kind.'], ru: ['Вид', 'Вид случая; * — любой.'] })),
  min_severity: z
    .enum(severities)
    .default('high')
    .meta(
      shownAs({
        en: ['Lowest severity', 'The lowest severity that makes a ticket.'],
        ru: ['Наименьшая важность', 'С какой важности создаётся обращение.'],
      }),
    ),
  assignee: name.default('').meta(
    shownAs({
      en: ['Assignee', 'Who gets the ticket: an id of the CRM; empty leaves it to the CRM.'],
      ru: ['Ответственный', 'Кому достанется обращение: идентификатор в CRM. Пусто — решает сама CRM.'],
    }),
  ),
});
export type CrmRoute = z.infer<typeof route>;

const bitrix24 = z.strictObject({
  entity_type_id: z
    .int()
    .min(1)
    .default(128)
    .meta(
      shownAs({
        en: ['Type of the tickets', 'Smart process or other CRM type that holds the tickets.'],
        ru: ['Тип обращений', 'Смарт-процесс или другой тип CRM, в котором хранятся обращения.'],
      }),
    ),
  case_field: name.default('xmlId').meta(
    shownAs({
      en: ['Field of the case', 'Field that holds the id of the case. It must be kept by the type.'],
      ru: ['Поле случая', 'Поле с идентификатором случая. Тип должен его хранить.'],
    }),
  ),
  body_field: name.default('sourceDescription').meta(
    shownAs({
      en: ['Field of the text', 'Field that holds the text.'],
      ru: ['Поле текста', 'Поле с текстом обращения.'],
    }),
  ),
  as_of_field: name.default('').meta(
    shownAs({
      en: ['Field of the state', 'Own text field for the state a ticket shows; empty: old events are not told apart.'],
      ru: [
        'Поле состояния',
        'Своё текстовое поле: какое состояние показывает обращение. Пусто — старые события не отличить от новых.',
      ],
    }),
  ),
  open_stage: name.default('').meta(
    shownAs({
      en: ['Stage when open', 'Stage of an open ticket, for example DT128_1:NEW; empty: the first one.'],
      ru: ['Стадия открытого', 'Стадия открытого обращения, например DT128_1:NEW. Пусто — первая.'],
    }),
  ),
  closed_stage: name.default('').meta(
    shownAs({
      en: ['Stage when closed', 'Stage of a closed ticket, for example DT128_1:SUCCESS.'],
      ru: ['Стадия закрытого', 'Стадия закрытого обращения, например DT128_1:SUCCESS.'],
    }),
  ),
});

const hubspot = z.strictObject({
  case_property: name.default('activity_hub_case_id').meta(
    shownAs({
      en: ['Property of the case', 'Ticket property with unique values for the id of the case.'],
      ru: ['Свойство случая', 'Свойство обращения с неповторяющимися значениями: идентификатор случая.'],
    }),
  ),
  as_of_property: name.default('activity_hub_as_of').meta(
    shownAs({
      en: ['Property of the state', 'Ticket property (text) for the state a ticket shows.'],
      ru: ['Свойство состояния', 'Текстовое свойство: какое состояние показывает обращение.'],
    }),
  ),
  pipeline: name
    .default('0')
    .meta(shownAs({ en: ['Pipeline', 'Pipeline of the tickets.'], ru: ['Воронка', 'Воронка обращений.'] })),
  open_stage: name.default('1').meta(
    shownAs({
      en: ['Stage when open', 'Stage of an open ticket.'],
      ru: ['Стадия открытого', 'Стадия открытого обращения.'],
    }),
  ),
  closed_stage: name.default('4').meta(
    shownAs({
      en: ['Stage when closed', 'Stage of a closed ticket.'],
      ru: ['Стадия закрытого', 'Стадия закрытого обращения.'],
    }),
  ),
});

export const crmConfig = z.strictObject({
  driver: z
    .enum(['generic', 'bitrix24', 'hubspot'])
    .default('generic')
    .meta(shownAs({ en: ['CRM', 'Which CRM it is.'], ru: ['CRM', 'Какая это CRM.'] })),
  url: httpAddress.default('').meta({
    secret: true,
    ...shownAs({
      en: ['Address', 'Address of the CRM. That of a Bitrix24 webhook holds its key, so it is treated as a secret.'],
      ru: ['Адрес', 'Адрес CRM. В адресе вебхука Битрикс24 есть его ключ, поэтому адрес хранится как секрет.'],
    }),
  }),
  token: z
    .string()
    .max(4_096)
    .default('')
    .meta({
      secret: true,
      ...shownAs({
        en: ['Token', 'Sent as a bearer token; Bitrix24 needs none.'],
        ru: ['Токен', 'Отправляется как токен Bearer; для Битрикс24 не нужен.'],
      }),
    }),
  timeout_seconds: answerTimeout,
  routes: z
    .array(route)
    .max(100)
    .default([{ kind: '*', min_severity: 'high', assignee: '' }])
    .meta(
      shownAs({
        en: ['Routes', 'Which cases become tickets by themselves; the first route that fits counts.'],
        ru: ['Правила', 'Какие случаи становятся обращениями сами; действует первое подходящее правило.'],
      }),
    ),
  bitrix24: bitrix24
    .prefault({})
    .meta(shownAs({ en: ['Bitrix24', 'Only for the driver bitrix24.'], ru: ['Битрикс24', 'Только для bitrix24.'] })),
  hubspot: hubspot
    .prefault({})
    .meta(shownAs({ en: ['HubSpot', 'Only for the driver hubspot.'], ru: ['HubSpot', 'Только для hubspot.'] })),
});
export type CrmConfig = z.infer<typeof crmConfig>;
