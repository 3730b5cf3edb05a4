import type { ReactNode } from 'react';
import { RoleGate } from '../../../features/session/role-gate.tsx';
import { StartPage } from '../../../features/start/start-page.tsx';
import { pageTitle } from '../../../i18n/page-title.ts';
import { hubAddress } from '../../../trpc/hub-address.ts';

export const generateMetadata = pageTitle('start');

export default function Start(): ReactNode {
  return (
    <RoleGate>
      <StartPage hubUrl={hubAddress()} />
    </RoleGate>
  );
}
