/** What the type checker says, in React. */
import useBaseUrl from '@docusaurus/useBaseUrl';
import { usePluginData } from '@docusaurus/useGlobalData';
import { useSyncExternalStore } from 'react';
import type { TypeAssets } from '../../typing/protocol';
import { noTypes, typesStoreOf } from './typesStore';
import type { TypesState } from './typesStore';

const never = () => () => undefined;

/** Of a chapter that has come alive. */
export function useTypes(chapter: string | undefined): TypesState {
  const store = chapter === undefined ? undefined : typesStoreOf(chapter);
  return useSyncExternalStore(store?.subscribe ?? never, store?.get ?? noTypes, noTypes);
}

/** Where the types of a chapter's names are. */
export function useHoversAddress(chapter: string | undefined): string | undefined {
  const base = useBaseUrl('/');
  return chapter === undefined ? undefined : `${base}types/hovers/${chapter}.json`;
}

/** Makes the addresses of what the checker loads. */
export function useTypeAssets(): () => TypeAssets {
  const base = useBaseUrl('/', { absolute: true });
  const { types } = usePluginData('notebooks') as { types: TypeAssets };
  return () => {
    const url = (path: string) => new URL(path, new URL(new URL(base).pathname, window.location.origin)).href;
    const packs = Object.fromEntries(Object.entries(types.packs).map(([pack, path]) => [pack, url(path)]));
    return { typescript: url(types.typescript), packs: packs as TypeAssets['packs'] };
  };
}
