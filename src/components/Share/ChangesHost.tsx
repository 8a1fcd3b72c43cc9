/** Opens the banner about somebody's changes when the page's address holds some; all that it needs is loaded only then. */
import { useLocation } from '@docusaurus/router';
import useIsBrowser from '@docusaurus/useIsBrowser';
import { part } from '../Offline/part';
import { holdsChanges } from './changesLink';

const ChangesBanner = part(async () => (await import('./ChangesBanner')).ChangesBanner);

export function ChangesHost({ chapter }: { chapter: string }) {
  const { hash } = useLocation();
  if (!useIsBrowser() || !holdsChanges(hash)) return null;
  return <ChangesBanner key={hash} chapter={chapter} fragment={hash} />;
}
