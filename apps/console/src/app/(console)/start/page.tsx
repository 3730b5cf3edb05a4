import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { RoleGate } from '../../../features/session/role-gate.tsx';
import { StartPage } from '../../../features/start/start-page.tsx';
import { hubAddress } from '../../../trpc/hub-address.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('start');
  return { title: t('title') };
}

export default function Start(): ReactNode {
  return (
    <RoleGate>
      <StartPage hubUrl={hubAddress()} />
    </RoleGate>
  );
}
