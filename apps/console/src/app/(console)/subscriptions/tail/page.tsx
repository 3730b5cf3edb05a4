import type { ReactNode } from 'react';
import { RoleGate } from '../../../../features/session/role-gate.tsx';
import { TailPage } from '../../../../features/tail/tail-page.tsx';
import { pageTitle } from '../../../../i18n/page-title.ts';

export const generateMetadata = pageTitle('tail');

export default function Tail(): ReactNode {
  return (
    <RoleGate>
      <TailPage />
    </RoleGate>
  );
}
