/** What one can do with a chapter as a whole and with what one has written in it. What an action needs is loaded when it is chosen. */
import useBaseUrl from '@docusaurus/useBaseUrl';
import clsx from 'clsx';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Menu } from '../Cell/Menu';
import dataStyles from '../Data/Data.module.css';
import { memory } from '../Cell/memory';
import type { Session } from '../Cell/session';
import { releaseAllBut } from '../Cell/sessions';
import { useOpenSession } from '../Cell/useSession';
import { keysSheet } from '../Keys/keysStore';
import { part } from '../Offline/part';
import { scratchStore } from '../Scratch/scratchStore';
import { changesOf } from './offer';
import styles from './Share.module.css';
import type { Writings } from './writings';

const ImportView = part(async () => (await import('./ImportView')).ImportView);

/** What is said below the menu; a link where the browser did not let the page copy it. */
interface Said {
  text: string;
  link?: string;
}

export function ChapterMenu({ chapter }: { chapter: string }) {
  const session = useOpenSession(chapter);
  const [said, setSaid] = useState<Said>();
  const [found, setFound] = useState<Writings>();
  const base = useBaseUrl('/');
  const notebook = async (session: Session, kind: 'ts' | 'ipynb'): Promise<Said> => {
    const { downloadNotebook } = await import('./files');
    return { text: await downloadNotebook(session, kind, base) };
  };
  const isSpared = session !== undefined && memory.isSpared();
  const actions: Record<string, (session: Session) => Promise<Said | undefined>> = {
    'Run all': async (session) => {
      session.runAll();
      return undefined;
    },
    'Scratch cell': async () => {
      scratchStore.ask(chapter);
      return undefined;
    },
    'Copy a link to my changes': copyLink,
    'Download as TypeScript (.ts)': (session) => notebook(session, 'ts'),
    'Download for Jupyter (.ipynb)': (session) => notebook(session, 'ipynb'),
    'Export all I have written': async () => ({ text: (await import('./files')).exportWritings() }),
    'Import what I exported…': async () => {
      setFound(await pickWritings());
      return undefined;
    },
    'Reset chapter': resetChapter,
    [isSpared ? 'Spare memory no longer' : 'Spare memory']: async () => ({ text: spareMemory(chapter, !isSpared) }),
    'Keys (?)': async () => {
      keysSheet.set(true);
      return undefined;
    },
  };
  return (
    <>
      <Menu
        className={dataStyles.open}
        classes={{ menu: clsx('needs-script', styles.menu), items: styles.items }}
        actions={Object.entries(actions).map(([label, act]) => ({
          label,
          act: () => void act(session!).then(setSaid, ({ message }: Error) => setSaid({ text: message })),
          isOff: !session,
        }))}
      >
        Chapter <span aria-hidden="true">▾</span>
      </Menu>
      <Answer said={said} />
      {found && session && <ImportView writings={found} session={session} onClose={() => setFound(undefined)} />}
    </>
  );
}

function Answer({ said }: { said?: Said }): ReactNode {
  return (
    <div role="status" className={styles.said}>
      {said?.text}
      {said?.link && <input readOnly value={said.link} aria-label="The link" onFocus={(event) => event.target.select()} />}
    </div>
  );
}

/** Decides how the book uses this machine's memory, from now on; says what that means. */
function spareMemory(chapter: string, isSpared: boolean): string {
  memory.spare(isSpared);
  if (!isSpared) return 'Chapters keep what they have computed while you read others, and types are checked after an edit.';
  releaseAllBut(chapter);
  return 'Memory is spared: only the chapter in which you run something keeps what it computes, nothing is started before you press Run, and types are not checked.';
}

/** Gives the book's cells back; asks where that would lose something. */
async function resetChapter(session: Session): Promise<Said | undefined> {
  const changed = session.chapter.cells.filter(
    ({ id }) => session.state(id).edited || session.state(id).older !== undefined,
  ).length;
  const cells = changed === 1 ? 'the one cell' : `the ${changed} cells`;
  const question = `Put the book’s code back into ${cells} of this chapter that you have changed? Your changes will be lost.`;
  if (changed > 0 && !window.confirm(question)) return undefined;
  await session.resetAll();
  return { text: 'The chapter is as the book has it. The kernel holds nothing.' };
}

/** Asks for an exported file and reads it. */
async function pickWritings(): Promise<Writings | undefined> {
  const [{ pickFile }, { LARGEST_FILE, readWritings }] = await Promise.all([import('./files'), import('./writings')]);
  const text = await pickFile(LARGEST_FILE);
  return text === undefined ? undefined : readWritings(text);
}

async function copyLink(session: Session): Promise<Said> {
  const changes = changesOf(session);
  if (changes.cells.length === 0) return { text: 'You have changed nothing in this chapter yet.' };
  const { packChanges } = await import('./changesLink');
  const { origin, pathname } = window.location;
  const link = `${origin}${pathname}#${await packChanges(changes)}`;
  const cells = changes.cells.length === 1 ? 'one cell' : `${changes.cells.length} cells`;
  try {
    await navigator.clipboard.writeText(link);
    return { text: `Copied: a link that holds your changes to ${cells}. They are in the link itself and nowhere else.` };
  } catch {
    return { text: 'The browser did not let the page copy. This is the link:', link };
  }
}
