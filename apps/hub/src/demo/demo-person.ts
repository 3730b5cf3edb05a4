import { uuidV5 } from '@activity-hub/contracts/uuid-v5';

/** Made once at random; everything of the scenario is named within it. */
export const DEMO_NAMESPACE = '6b0c5a5e-4d0f-4b7e-9a57-2f8d1c3e7b90';

export interface DemoPerson {
  readonly name: string;
  readonly user_id: string;
  readonly time_zone: string;
  readonly locale: string;
  /** What a viewer should look at. */
  readonly story: string;
}

function person(name: string, timeZone: string, locale: string, story: string): DemoPerson {
  return { name, user_id: uuidV5(DEMO_NAMESPACE, `person:${name}`), time_zone: timeZone, locale, story };
}

export const learners = {
  elena: person(
    'Elena',
    'Europe/Moscow',
    'ru-RU',
    'learns every day: a streak of 30 days, at risk until she learns today',
  ),
  dmitri: person('Dmitri', 'Europe/Moscow', 'ru-RU', 'a streak of 14 days that broke, silent since'),
  vera: person('Vera', 'Asia/Vladivostok', 'ru-RU', 'learns in the morning, when it is still yesterday in UTC'),
  carlos: person('Carlos', 'America/New_York', 'en-US', 'learns in the evening, when it is already tomorrow in UTC'),
  amina: person('Amina', 'Africa/Cairo', 'ar-EG', 'learns on working days, a weekly streak'),
} as const;

export const workers = {
  ivan: person('Ivan', 'Europe/Moscow', 'ru-RU', 'longer and longer days, 17 hours yesterday: a case of burnout'),
  lena: person('Lena', 'Europe/Berlin', 'de-DE', 'steady work: artifacts, reviews, accepted works, tokens'),
  kofi: person('Kofi', 'Africa/Accra', 'en-GH', 'steady work: some of it is sent back'),
} as const;

export const mentors = {
  olga: person('Olga', 'Europe/Moscow', 'ru-RU', 'mentor: reviews works, answers questions'),
  james: person('James', 'Europe/London', 'en-GB', 'mentor: reviews works, holds meetings'),
} as const;

export const robot = person('Robot', 'UTC', 'en-US', '400 identical events in an hour yesterday: a case of automation');

export const demoPeople: readonly DemoPerson[] = [
  ...Object.values(learners),
  ...Object.values(workers),
  ...Object.values(mentors),
  robot,
];
