import { describeTypes } from './event-type.ts';
import { amount, optionalId, shortText } from './payload-fields.ts';

const transfer = {
  amount,
  unit: shortText,
  reason: shortText,
  post_id: optionalId,
  work_id: optionalId,
  transaction_id: optionalId,
};
const payment = {
  amount,
  currency: shortText,
  payment_id: optionalId,
  invoice_id: optionalId,
  reason: shortText,
};

export const economicTypes = describeTypes('producer', {
  'economic.earned': ['Earned', 'Заработано', transfer],
  'economic.spent': ['Spent', 'Потрачено', transfer],
  'economic.token_earned': ['Token earned', 'Токены получены', transfer],
  'economic.token_spent': ['Token spent', 'Токены потрачены', transfer],
  'economic.payment_received': ['Payment received', 'Платёж получен', payment],
  'economic.payment_failed': ['Payment failed', 'Платёж не прошёл', payment],
  'economic.payment_refunded': ['Payment refunded', 'Платёж возвращён', payment],
});
