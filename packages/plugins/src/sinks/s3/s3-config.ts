import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';
import { httpAddress } from '../http/http-address.ts';

/** Settings of every sink that writes objects. */
export const s3Settings = {
  bucket: z
    .string()
    .max(63)
    .default('')
    .meta({
      needed: true,
      ...shownAs({ en: ['Bucket', 'An existing bucket.'], ru: ['Бакет', 'Бакет, который уже есть.'] }),
    }),
  prefix: z
    .string()
    .max(512)
    .regex(/^([A-Za-z0-9!_.*'()=-]+\/)*$/, 'must be empty or end with a slash')
    .meta(
      shownAs({
        en: ['Prefix', 'How the keys begin; empty, or ending with a slash.'],
        ru: ['Начало ключа', 'С чего начинаются ключи объектов: пусто или с косой чертой в конце.'],
      }),
    ),
  region: z
    .string()
    .min(1)
    .max(64)
    .default('us-east-1')
    .meta(shownAs({ en: ['Region', 'Region of the bucket.'], ru: ['Регион', 'Регион бакета.'] })),
  endpoint: httpAddress.default('').meta(
    shownAs({
      en: ['Address of the store', 'Address of a store that is not that of Amazon; empty: Amazon.'],
      ru: ['Адрес хранилища', 'Адрес хранилища, если это не Amazon. Пусто — Amazon.'],
    }),
  ),
  path_style: z
    .boolean()
    .default(true)
    .meta(
      shownAs({
        en: ['Bucket in the path', 'Bucket in the path instead of the name of the host.'],
        ru: ['Бакет в пути', 'Указывать бакет в пути, а не в имени узла.'],
      }),
    ),
  access_key_id: z
    .string()
    .max(128)
    .default('')
    .meta({
      needed: true,
      ...shownAs({
        en: ['Id of the access key', 'Id of the access key.'],
        ru: ['Идентификатор ключа доступа', 'Идентификатор, по которому хранилище узнаёт ключ.'],
      }),
    }),
  secret_access_key: z
    .string()
    .max(256)
    .default('')
    .meta({
      secret: true,
      needed: true,
      ...shownAs({ en: ['Access key', 'The access key itself.'], ru: ['Ключ доступа', 'Сам ключ доступа.'] }),
    }),
  timeout_seconds: z
    .number()
    .min(1)
    .max(600)
    .default(30)
    .meta(
      shownAs({
        en: ['Time-out, seconds', 'How long to wait for one object.'],
        ru: ['Ожидание, секунд', 'Сколько ждать записи одного объекта.'],
      }),
    ),
};

export interface S3Config {
  readonly bucket: string;
  readonly prefix: string;
  readonly region: string;
  readonly endpoint: string;
  readonly path_style: boolean;
  readonly access_key_id: string;
  readonly secret_access_key: string;
  readonly timeout_seconds: number;
}
