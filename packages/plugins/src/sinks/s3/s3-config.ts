import { z } from 'zod';
import { httpAddress } from '../http/http-address.ts';

/** Settings of every sink that writes objects. */
export const s3Settings = {
  bucket: z.string().max(63).default('').meta({ needed: true, description: 'An existing bucket.' }),
  prefix: z
    .string()
    .max(512)
    .regex(/^([A-Za-z0-9!_.*'()=-]+\/)*$/, 'must be empty or end with a slash')
    .describe('How the keys begin; empty, or ending with a slash.'),
  region: z.string().min(1).max(64).default('us-east-1').describe('Region of the bucket.'),
  endpoint: httpAddress.default('').describe('Address of a store that is not that of Amazon; empty: Amazon.'),
  path_style: z.boolean().default(true).describe('Bucket in the path instead of the name of the host.'),
  access_key_id: z.string().max(128).default('').meta({ needed: true, description: 'Id of the access key.' }),
  secret_access_key: z
    .string()
    .max(256)
    .default('')
    .meta({ secret: true, needed: true, description: 'The access key itself.' }),
  timeout_seconds: z.number().min(1).max(600).default(30).describe('How long to wait for one object.'),
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
