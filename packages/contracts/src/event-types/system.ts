import { z } from 'zod';
import { describeTypes } from './event-type.ts';
import { calendarDay, count, foreignId, optionalId, shortText } from './payload-fields.ts';

const login = { method: shortText, reason: shortText, client: shortText };
const failure = {
  error_code: shortText,
  message: z.string().max(16_384).nullish(),
  component: shortText,
  severity: shortText,
};

/** What subsystems tell about people signing in and about their own trouble. */
export const systemTypes = describeTypes('producer', {
  'system.user_registered': ['User registered', 'Пользователь зарегистрирован', login],
  'system.user_logged_in': ['User logged in', 'Вход в систему', login],
  'system.user_logged_out': ['User logged out', 'Выход из системы', login],
  'system.login_failed': ['Login failed', 'Неудачный вход', login],
  'system.streak_frozen': [
    'Streak frozen',
    'Серия заморожена',
    {
      day: calendarDay.nullish().describe('The day that neither counts nor breaks; the day of the event if left out.'),
      reason: shortText,
    },
  ],
  'system.error_occurred': ['Error occurred', 'Произошла ошибка', failure],
  'system.alert_triggered': [
    'Alert triggered',
    'Сработало оповещение',
    { ...failure, alert: shortText, value: z.number().nullish() },
  ],
});

const subscription = { subscription_id: foreignId, name: shortText, reason: shortText };

const replay = {
  replay_id: foreignId,
  target: optionalId,
  events: z.int().min(0).nullish(),
};

/** What the hub tells about itself. */
export const hubTypes = describeTypes('system', {
  'ingestion.lag': [
    'Ingestion lags',
    'Задержка приёма событий',
    { lag_seconds: z.number().min(0), lane: z.int().nullish(), processor: optionalId, lag_events: count },
  ],
  'ingestion.lag_ended': [
    'Ingestion caught up',
    'Задержка приёма событий закончилась',
    { processor: foreignId, lasted_seconds: z.number().min(0) },
  ],
  'source.refusals_unusual': [
    'A source has unusually many refusals',
    'У источника необычно много отказов',
    { source: foreignId, refusal_rate: z.number(), usual_rate: z.number(), refused: count, sent: count },
  ],
  'source.refusals_unusual_ended': [
    'A source has its usual refusals again',
    'Отказы источника снова в норме',
    { source: foreignId, lasted_seconds: z.number().min(0) },
  ],
  'source.silent': [
    'A source is unusually silent',
    'Источник необычно долго молчит',
    { source: foreignId, silent_seconds: z.number().min(0), limit_seconds: z.number().min(0), last_seen_at: shortText },
  ],
  'source.silent_ended': [
    'A source sends again',
    'Источник снова присылает события',
    { source: foreignId, lasted_seconds: z.number().min(0) },
  ],
  'storage.threshold': [
    'Storage threshold reached',
    'Достигнут порог хранилища',
    {
      store: z.string().min(1).max(255),
      used_ratio: z.number().min(0),
      threshold_ratio: z.number().min(0).nullish(),
    },
  ],
  'storage.threshold_ended': [
    'Storage has room again',
    'В хранилище снова есть место',
    { store: z.string().min(1).max(255), threshold_ratio: z.number().min(0), lasted_seconds: z.number().min(0) },
  ],
  'case.escalated': [
    'A case was escalated',
    'Случай передан дальше',
    {
      case_id: foreignId,
      detector: foreignId,
      kind: foreignId,
      key: foreignId,
      severity: foreignId,
      reason: shortText,
      by: shortText,
    },
  ],
  'subscription.created': ['A subscription was made', 'Создана подписка', subscription],
  'subscription.changed': ['A subscription was changed', 'Подписка изменена', subscription],
  'subscription.removed': ['A subscription was removed', 'Подписка удалена', subscription],
  'subscription.paused': ['A subscription was paused', 'Подписка приостановлена', subscription],
  'subscription.resumed': ['A subscription was resumed', 'Подписка возобновлена', subscription],
  'subscription.failing': [
    'A subscription keeps failing',
    'Доставка по подписке не удаётся',
    { ...subscription, percent: z.number(), failing_since: shortText, disables_at: shortText },
  ],
  'subscription.disabled': [
    'A subscription was disabled',
    'Подписка отключена',
    { ...subscription, failing_since: shortText },
  ],
  'subscription.circuit_opened': ['An endpoint is left to rest', 'Получателю дан отдых после сбоев', subscription],
  'delivery.exhausted': [
    'A delivery ran out of tries',
    'Доставка исчерпала попытки',
    { ...subscription, failed_event_id: foreignId, failed_event_type: shortText, attempts: count },
  ],
  'replay.started': ['Replay started', 'Воспроизведение начато', replay],
  'replay.completed': ['Replay completed', 'Воспроизведение завершено', { ...replay, result: shortText }],
});
