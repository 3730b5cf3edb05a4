import { redirect } from 'next/navigation';

/** A short address for links from elsewhere: the event opens beside the list, where its neighbours are. */
export default async function OneRefused({
  params,
}: {
  readonly params: Promise<{ readonly refusedId: string }>;
}): Promise<never> {
  const { refusedId } = await params;
  redirect(`/refused?view=events&state=any&peek=${encodeURIComponent(refusedId)}`);
}
