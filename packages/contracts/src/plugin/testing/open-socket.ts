import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SinkConnect } from '../context.ts';

/** What a host lends, for a test: nothing is forbidden. */
export const openSocket: SinkConnect = ({ host, port, tls }) =>
  tls ? connectTls({ host, port }) : connect({ host, port });
