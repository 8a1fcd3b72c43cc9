/** Opens the banner about somebody's changes when the page's address holds some; all that it needs is loaded only then. */
import { useLocation } from '@docusaurus/router';
import { lazy, Suspense } from 'react';
import useIsBrowser from '@docusaurus/useIsBrowser';
import { holdsChanges } from './changesLink';

const ChangesBanner = lazy(async () => ({ default: (await import('./ChangesBanner')).ChangesBanner }));

export function ChangesHost({ chapter }: { chapter: string }) {
  const { hash } = useLocation();
  if (!useIsBrowser() || !holdsChanges(hash)) return null;
  return (
    <Suspense>
      <ChangesBanner key={hash} chapter={chapter} fragment={hash} />
    </Suspense>
  );
}
