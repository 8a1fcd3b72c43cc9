/**
 * A word with a note: a term's definition, or the work that a citation names. The note opens when the word is pointed at, focused or, on a
 * touch screen, tapped; a second tap follows the link. Escape closes it. Without JavaScript it is the link's title.
 */
import Link from '@docusaurus/Link';
import useIsBrowser from '@docusaurus/useIsBrowser';
import clsx from 'clsx';
import { useEffect, useId, useRef, useState } from 'react';
import type { CSSProperties, MouseEvent, PointerEvent, ReactNode } from 'react';
import styles from './Note.module.css';
import { placeNote } from './place';

export interface NoteProps {
  /** Where the whole entry stands. */
  to: string;
  note: string;
  /** `term` is underlined by dots, `cite` is a link like others. */
  kind: 'term' | 'cite';
  children: ReactNode;
}

export function Note({ to, note, kind, children }: NoteProps) {
  const id = useId();
  const word = useRef<HTMLSpanElement>(null);
  const [place, setPlace] = useState<CSSProperties>();
  const touched = useRef(false);
  const isBrowser = useIsBrowser();
  const isOpen = place !== undefined;
  const open = () => setPlace(placeNote(word.current!.getBoundingClientRect(), { width: innerWidth, height: innerHeight }));
  const close = () => setPlace(undefined);

  useEffect(() => {
    if (!isOpen) return undefined;
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && close();
    const onOutside = (event: Event) => !word.current?.contains(event.target as Node) && close();
    document.addEventListener('keydown', onKey);
    document.addEventListener('scroll', close, { passive: true });
    document.addEventListener('pointerdown', onOutside);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('scroll', close);
      document.removeEventListener('pointerdown', onOutside);
    };
  }, [isOpen]);

  const onPointerEnter = (event: PointerEvent) => event.pointerType !== 'touch' && open();
  const onPointerLeave = (event: PointerEvent) => event.pointerType !== 'touch' && close();
  const onPointerDown = (event: PointerEvent) => (touched.current = event.pointerType === 'touch' && !isOpen);
  const onClick = (event: MouseEvent) => {
    if (!touched.current) return;
    touched.current = false;
    event.preventDefault();
    open();
  };
  return (
    <span ref={word} onPointerEnter={onPointerEnter} onPointerLeave={onPointerLeave} onPointerDown={onPointerDown}>
      <Link
        to={to}
        className={clsx(kind === 'term' && styles.term)}
        title={isBrowser ? undefined : note}
        aria-describedby={isOpen ? id : undefined}
        onClick={onClick}
        onFocus={() => !touched.current && open()}
        onBlur={close}
      >
        {children}
      </Link>
      {isOpen && (
        <span role="tooltip" id={id} className={styles.note} style={place}>
          {note}
        </span>
      )}
    </span>
  );
}
