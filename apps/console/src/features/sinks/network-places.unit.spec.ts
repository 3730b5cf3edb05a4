import { expect, test } from 'vitest';
import { fieldsOf } from '../../components/config-form/config-fields.ts';
import { networkPlaces } from './network-places.ts';

const text = { type: 'string', default: '' };
const server = { ...text, 'x-title': { en: 'Server', ru: 'Сервер' } };
const fields = fieldsOf({
  properties: {
    url: { ...text, 'x-title': { en: 'Address', ru: 'Адрес' } },
    plain: text,
    mail: { type: 'object', properties: { server }, additionalProperties: false, default: {} },
  },
});

test('hosts stay as they are, with what they say of names and ports', () => {
  const hosts = ['api.example.org', '*.example.org', 'api.example.org:8443'];
  expect(networkPlaces(hosts, fields)).toEqual(hosts.map((host) => ({ host })));
});

test('a setting is called as the form calls it, also inside of a group', () => {
  expect(networkPlaces(['{url}', '{plain}', '{mail.server}'], fields)).toEqual([
    { setting: { en: 'Address', ru: 'Адрес' } },
    { setting: { en: 'plain', ru: 'plain' } },
    { setting: { en: 'Server', ru: 'Сервер' } },
  ]);
});

test('a setting that is not known keeps its name', () => {
  const names = ['{gone}', '{url.inner}', '{mail.gone}'];
  expect(networkPlaces(names, fields)).toEqual(
    ['gone', 'url.inner', 'mail.gone'].map((name) => ({ setting: { en: name, ru: name } })),
  );
  expect(networkPlaces(['{url}'], [])).toEqual([{ setting: { en: 'url', ru: 'url' } }]);
});
