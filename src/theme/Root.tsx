/** Around every page: a place for notices and news, for the cells at work, for the dialog about data and the sheet about keys, and the two fonts of the first screen asked for before the style sheet names them. */
import Head from '@docusaurus/Head';
import mono from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2';
import serif from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2';
import type { ReactNode } from 'react';
import { Notice } from '../components/Cell/Notice';
import { DataHost } from '../components/Data/DataHost';
import { DeskHost } from '../components/Desk/DeskHost';
import { KeysHost } from '../components/Keys/KeysHost';
import { OfflineHost } from '../components/Offline/OfflineHost';
import { useChapter } from './useChapter';

export default function Root({ children }: { children: ReactNode }): ReactNode {
  return (
    <>
      <Head>
        {[serif, mono].map((font) => (
          <link key={font} rel="preload" as="font" type="font/woff2" href={font} crossOrigin="anonymous" />
        ))}
      </Head>
      {children}
      <Notice />
      <OfflineHost />
      <DeskHost />
      <KeysHost />
      <DataHost chapter={useChapter()?.id} />
    </>
  );
}
