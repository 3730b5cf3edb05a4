import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';

/** A setting of every sink that waits for an answer. */
export const answerTimeout = z
  .number()
  .min(1)
  .max(120)
  .default(10)
  .meta(
    shownAs({
      en: ['Time-out, seconds', 'How long to wait for an answer.'],
      ru: ['Ожидание, секунд', 'Сколько ждать ответа.'],
    }),
  );
