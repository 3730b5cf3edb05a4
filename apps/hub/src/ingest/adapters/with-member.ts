import { isObject } from './adapter.ts';

/**
 * The text of a JSON object with one member more, which the address of a request said instead. All other
 * bytes stay as they are; what is no object stays whole, for whoever reads it next to refuse.
 * @param onPresent called with the value when the object has the member already
 */
export function withMember(body: Buffer, name: string, text: string, onPresent: (value: unknown) => void): Buffer {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return body;
  }
  if (!isObject(value)) return body;
  if (Object.hasOwn(value, name)) {
    onPresent(value[name]);
    return body;
  }
  const begin = body.indexOf('{') + 1;
  const comma = Object.keys(value).length === 0 ? '' : ',';
  const member = Buffer.from(`${JSON.stringify(name)}:${JSON.stringify(text)}${comma}`);
  return Buffer.concat([body.subarray(0, begin), member, body.subarray(begin)]);
}
