/** A page of the book: a chapter's number, group, title, question and promise stand above its text. */
import Head from '@docusaurus/Head';
import { useDoc, useDocsVersion } from '@docusaurus/plugin-content-docs/client';
import Link from '@docusaurus/Link';
import clsx from 'clsx';
import Heading from '@theme/Heading';
import MDXContent from '@theme/MDXContent';
import type { Props } from '@theme/DocItem/Content';
import mathItalic from 'katex/dist/fonts/KaTeX_Math-Italic.woff2';
import mathMain from 'katex/dist/fonts/KaTeX_Main-Regular.woff2';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { chapterNumber, findChapter } from '../../../../contents';
import type { Chapter } from '../../../../contents';
import { DataButton } from '../../../components/Data/DataButton';
import { DataNote } from '../../../components/Data/DataNote';
import { ScratchHost } from '../../../components/Scratch/ScratchHost';
import { ChangesHost } from '../../../components/Share/ChangesHost';
import { ChapterMenu } from '../../../components/Share/ChapterMenu';
import { useReading } from '../../../components/Progress/useReading';
import { watchWide } from './wide';
import styles from './styles.module.css';

/** What the book adds to a page's front matter; see CONTRIBUTING. */
interface ChapterMatter {
  /** What a practitioner would ask. */
  question?: string;
  /** Ends the sentence "After this chapter you can …". */
  outcome?: string;
  /** Minutes to read; counted from the text when absent. */
  read?: number;
  /** How long all cells took when they were saved, such as `3 s`. */
  run?: string;
  /** What a first Run loads, such as `1.2 MB`. */
  load?: string;
  /** The page sets formulas; found in the text. */
  math?: boolean;
}

/** `After this chapter you can …`, ended by a full stop whether the author wrote one or not. */
function promise({ outcome }: ChapterMatter): string {
  return outcome ? `After this chapter you can ${outcome.trim().replace(/\.$/, '')}. · ` : '';
}

function Prerequisites({ chapter }: { chapter: Chapter }): ReactNode {
  const { docs } = useDocsVersion();
  const written = chapter.needs.flatMap((id) => (docs[id] ? [findChapter(id)!] : []));
  if (written.length === 0) return null;
  return (
    <>
      {' · after '}
      {written.map(({ id, title }, place) => (
        <span key={id}>
          {place > 0 && ' and '}
          <Link to={`/${id}/`}>{title}</Link>
        </span>
      ))}
    </>
  );
}

function ChapterHeader({ title, matter, chapter }: { title: string; matter: ChapterMatter; chapter?: Chapter }): ReactNode {
  return (
    <header className={clsx(chapter && styles.chapter)}>
      {chapter && (
        <p className={styles.eyebrow}>
          Chapter {chapterNumber(chapter.id)}
          {chapter.group && ` · ${chapter.group}`}
        </p>
      )}
      <Heading as="h1">{title}</Heading>
      {matter.question && <p className={styles.question}>{matter.question}</p>}
      {chapter && (
        <p className={styles.facts}>
          {promise(matter)}
          {matter.read}&nbsp;min to&nbsp;read
          {matter.run && ` · ${matter.run} to run`}
          {matter.load && ` · ${matter.load} on first Run`}
          <Prerequisites chapter={chapter} />
        </p>
      )}
      {chapter && (
        <div className={styles.tools}>
          <DataButton className="chapter-data" />
          {matter.run && <ChapterMenu chapter={chapter.id} />}
        </div>
      )}
    </header>
  );
}

export default function DocItemContent({ children }: Props): ReactNode {
  const { metadata, frontMatter, contentTitle } = useDoc();
  const matter = frontMatter as ChapterMatter;
  const titled = !frontMatter.hide_title && contentTitle === undefined;
  const text = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const chapter = findChapter(metadata.id);
  useEffect(() => watchWide(text.current!), []);
  useReading(chapter?.id, end);
  return (
    <div ref={text} className="theme-doc-markdown markdown">
      {matter.math && (
        <Head>
          {[mathMain, mathItalic].map((font) => (
            <link key={font} rel="preload" as="font" type="font/woff2" href={font} crossOrigin="anonymous" fetchPriority="low" />
          ))}
        </Head>
      )}
      {titled && <ChapterHeader title={metadata.title} matter={matter} chapter={chapter} />}
      {chapter && <DataNote />}
      {chapter && <ChangesHost chapter={chapter.id} />}
      <MDXContent>{children}</MDXContent>
      <div ref={end} />
      {chapter && <ScratchHost chapter={chapter.id} />}
    </div>
  );
}
