/** Around every page: a place for notices and news, for the cells at work, for the dialog about data and the sheet about keys, and the fonts of the first screen asked for before the style sheet names them. */
import Head from '@docusaurus/Head';
import italic from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-italic.woff2';
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
        <link rel="preload" as="font" type="font/woff2" href={serif} crossOrigin="anonymous" />
        <link rel="preload" as="font" type="font/woff2" href={italic} crossOrigin="anonymous" fetchPriority="low" />
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
