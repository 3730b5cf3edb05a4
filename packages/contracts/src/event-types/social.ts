import { z } from 'zod';
import { describeTypes } from './event-type.ts';
import { count, foreignId, optionalId, score, shortText, userId } from './payload-fields.ts';

const post = {
  post_id: optionalId,
  parent_id: optionalId,
  kind: shortText,
  length: count,
  final_score: z.number().nullish(),
};
const comment = { ...post, comment_id: optionalId };
const review = {
  work_id: optionalId,
  project: shortText,
  verdict: shortText,
  author_user_id: userId,
  score,
};
const message = {
  channel: shortText,
  recipient_user_id: userId,
  length: count,
};

export const socialTypes = describeTypes('producer', {
  'social.posted': ['Posted', 'Публикация', post],
  'social.post_created': ['Post created', 'Пост создан', post],
  'social.commented': ['Commented', 'Комментарий', comment],
  'social.comment_added': ['Comment added', 'Комментарий добавлен', comment],
  'social.reacted': ['Reacted', 'Реакция', { ...post, reaction: shortText }],
  'social.forum_visited': [
    'Forum visited',
    'Форум посещён',
    {
      course_id: optionalId,
      course_day: z.int().nullish(),
      resource_id: optionalId,
      resource_type: shortText,
      clicks: count,
    },
  ],
  'social.collaborated': ['Collaborated', 'Совместная работа', { work_id: optionalId, project: shortText }],
  'social.peer_review_requested': ['Peer review requested', 'Запрошено рецензирование', review],
  'social.peer_review_submitted': ['Peer review submitted', 'Рецензия отправлена', review],
  'social.message_sent': ['Message sent', 'Сообщение отправлено', message],
  'social.meeting_attended': [
    'Meeting attended',
    'Участие во встрече',
    { meeting_id: foreignId, duration_seconds: z.number().min(0).nullish() },
  ],
});
