import { z } from 'zod';
import { describeTypes } from './event-type.ts';
import { count, foreignId, optionalId, score, shortText } from './payload-fields.ts';

const course = {
  course_id: optionalId,
  course_day: z.int().nullish().describe('Day of the course, 0 is its first.'),
};
const namedCourse = { ...course, course_id: foreignId };
const lesson = {
  ...course,
  lesson_id: foreignId,
  duration_seconds: z.number().min(0).nullish(),
};
const resource = {
  ...course,
  resource_id: optionalId,
  resource_type: shortText,
  clicks: count,
};
const assessment = {
  ...course,
  assessment_id: optionalId,
  assessment_type: shortText,
  test_id: optionalId,
  weight: z.number().nullish(),
  score,
  max_score: score,
  attempt: count,
  days_late: z.int().nullish(),
};
const outcome = { ...course, program_id: optionalId, result: shortText, score };

export const learningTypes = describeTypes('producer', {
  'learning.started': ['Learning started', 'Обучение начато', { ...course, program_id: optionalId }],
  'learning.completed': ['Learning completed', 'Обучение завершено', outcome],
  'learning.course_registered': ['Registered for a course', 'Запись на курс', namedCourse],
  'learning.course_started': ['Course started', 'Курс начат', namedCourse],
  'learning.course_completed': ['Course completed', 'Курс завершён', { ...outcome, course_id: foreignId }],
  'learning.course_failed': ['Course failed', 'Курс не сдан', { ...outcome, course_id: foreignId }],
  'learning.course_withdrawn': ['Withdrew from a course', 'Отказ от курса', { ...namedCourse, reason: shortText }],
  'learning.lesson_started': ['Lesson started', 'Урок начат', lesson],
  'learning.lesson_completed': ['Lesson completed', 'Урок завершён', { ...lesson, score }],
  'learning.content_viewed': ['Content viewed', 'Материал просмотрен', resource],
  'learning.quiz_attempted': ['Quiz attempted', 'Попытка теста', { ...resource, ...assessment }],
  'learning.assessment_submitted': ['Assessment submitted', 'Работа сдана на проверку', assessment],
  'learning.test_started': ['Test started', 'Тест начат', assessment],
  'learning.test_passed': ['Test passed', 'Тест сдан', assessment],
  'learning.test_failed': ['Test failed', 'Тест не сдан', assessment],
  'learning.certificate_issued': ['Certificate issued', 'Сертификат выдан', { ...course, certificate_id: foreignId }],
});
