import { MapPinOff } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EmptyState } from '../../components/ui/empty-state.tsx';

export default function NotFound(): ReactNode {
  const t = useTranslations('notFound');
  return (
    <EmptyState icon={MapPinOff} title={t('title')} text={t('text')}>
      <Link href="/" className="font-medium text-accent-strong underline underline-offset-4">
        {t('home')}
      </Link>
    </EmptyState>
  );
}
