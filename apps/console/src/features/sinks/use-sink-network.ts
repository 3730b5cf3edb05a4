'use client';

import type { JsonObject } from '@activity-hub/contracts/event';
import { useLocale, useTranslations } from 'next-intl';
import { fieldsOf } from '../../components/config-form/config-fields.ts';
import { networkPlaces } from './network-places.ts';
import type { ShownSink } from './shown-sink.ts';

/** How a sink runs and whom it may ask, in one sentence. */
export function useSinkNetwork(): (sink: ShownSink) => string {
  const t = useTranslations('sinks');
  const locale = useLocale();
  return (sink) => {
    if (sink.provenance === 'shipped') return t('shipped');
    const places = networkPlaces(sink.network, fieldsOf(sink.config_schema as JsonObject));
    if (places.length === 0) return t('installedAlone');
    const hosts = places.map((place) =>
      'host' in place ? place.host : t('hostIn', { setting: place.setting[locale] }),
    );
    return t('installed', { hosts: hosts.join(', ') });
  };
}
