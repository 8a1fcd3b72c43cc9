/** Actions behind a button: the menu closes behind the focus, on Escape and after a choice, and gives the focus back to its button. */
import clsx from 'clsx';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import styles from './Cell.module.css';

/** A button, or a line of the menu. */
export interface Action {
  label: string;
  act: () => void;
  isOff?: boolean;
  /** The menu stays open, because the line itself answers. */
  stays?: boolean;
}

export interface MenuProps {
  actions: Action[];
  /** Of the button that opens it. */
  className: string;
  /** Where the button's face says it to the eye only. */
  name?: string;
  /** More classes for the menu and for its list. */
  classes?: { menu?: string; items?: string };
  /** The button's face. */
  children: ReactNode;
}

export function Menu({ actions, className, name, classes = {}, children }: MenuProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const close = () => details.current?.removeAttribute('open');
  const giveBack = () => {
    close();
    details.current?.querySelector('summary')?.focus();
  };
  return (
    <details
      ref={details}
      className={clsx(styles.menu, classes.menu)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && close()}
      onKeyDown={(event) => event.key === 'Escape' && giveBack()}
    >
      <summary className={className} aria-label={name}>
        {children}
      </summary>
      <div className={clsx(styles.items, classes.items)}>
        {actions.map(({ label, act, isOff, stays }) => (
          <button
            key={label}
            type="button"
            disabled={isOff}
            onClick={() => {
              if (!stays) giveBack();
              act();
            }}
          >
            {label}
          </button>
        ))}
      </div>
    </details>
  );
}
