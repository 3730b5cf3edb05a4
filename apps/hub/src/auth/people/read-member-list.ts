import { isTimeZone } from '@activity-hub/contracts/calendar';

/** One line of a member list: a participant, or what is wrong with the line. */
export type MemberLine =
  | { readonly line: number; readonly user_id: string; readonly display_name?: string; readonly time_zone?: string }
  | { readonly line: number; readonly user_id: string | null; readonly problem: string };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const maxName = 200;

/**
 * CSV of `user_id,display_name,time_zone` as spreadsheets write it: commas or semicolons, quotes around
 * what holds them, a heading line or none. A bad line hurts no other; a field cannot span lines.
 */
export function readMemberList(csv: string): readonly MemberLine[] {
  const seen = new Set<string>();
  const lines = csv.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const heading = /^"?user_id"?\s*([,;]|$)/i.test(lines[0] ?? '');
  return lines.flatMap((text, index): readonly MemberLine[] => {
    if (text.trim() === '' || (heading && index === 0)) return [];
    const line = memberOf(text, index + 1);
    if ('problem' in line) return [line];
    if (seen.has(line.user_id))
      return [{ line: line.line, user_id: line.user_id, problem: 'The id stands in an earlier line already.' }];
    seen.add(line.user_id);
    return [line];
  });
}

function memberOf(text: string, line: number): MemberLine {
  const fields = fieldsOf(text);
  if (fields === undefined) return { line, user_id: null, problem: 'A quotation mark is not closed.' };
  const [id = '', name = '', zone = '', ...more] = fields;
  const userId = id.toLowerCase();
  if (!uuid.test(userId))
    return { line, user_id: null, problem: 'The first field must be the id of a participant, a UUID.' };
  if (more.length > 0)
    return { line, user_id: userId, problem: 'More than three fields: put names with commas in quotation marks.' };
  if (name.length > maxName || name.includes('\u0000') || !name.isWellFormed())
    return { line, user_id: userId, problem: `The name must be text of at most ${maxName} characters.` };
  if (zone !== '' && !isTimeZone(zone))
    return { line, user_id: userId, problem: 'The third field must be an IANA zone such as Europe/Moscow, or empty.' };
  return {
    line,
    user_id: userId,
    ...(name === '' ? {} : { display_name: name }),
    ...(zone === '' ? {} : { time_zone: zone }),
  };
}

/** @returns undefined when a quotation mark stays open */
function fieldsOf(text: string): readonly string[] | undefined {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '"') {
      const isDoubled = quoted && text[at + 1] === '"';
      if (isDoubled) {
        field += '"';
        at += 1;
      } else quoted = !quoted;
    } else if (!quoted && (character === ',' || character === ';')) {
      fields.push(field.trim());
      field = '';
    } else field += character;
  }
  return quoted ? undefined : [...fields, field.trim()];
}
