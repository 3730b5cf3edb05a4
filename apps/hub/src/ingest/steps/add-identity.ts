import { knownTimeZone } from '../known-time-zone.ts';
import { addContext, refuse, type Step } from './step.ts';

/** The zone that decides the day: the event's own, else the directory's, else the hub's; and who the person is. */
export const addIdentity: Step = {
  name: 'identity',
  run(draft, { identity, hubTimeZone }) {
    const { user_id } = draft.fields;
    const user = user_id === null ? undefined : identity.contextOf(user_id);
    if (user !== undefined) addContext(draft, 'user', user);
    const sentZone = draft.sent.metadata?.time_zone;
    if (sentZone === undefined || sentZone === null) {
      draft.zone = (user_id === null ? undefined : identity.zoneOf(user_id)) ?? hubTimeZone;
      return 'ok';
    }
    const zone = knownTimeZone(sentZone);
    if (zone === undefined) {
      return refuse(
        'invalid_time_zone',
        '/metadata/time_zone',
        `${JSON.stringify(sentZone)} is no IANA time zone. Send one such as Europe/Moscow.`,
      );
    }
    draft.zone = zone;
    return 'ok';
  },
};
