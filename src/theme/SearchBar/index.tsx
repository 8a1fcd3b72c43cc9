/** The search field, whose list of hits is given the roles that screen readers expect of a combobox and its listbox, and which keeps to its turn. */
import SearchBar from '@theme-original/SearchBar';
import { useEffect, useRef } from 'react';
import type { ComponentProps, ReactNode } from 'react';

const LIST = 'search-hits';

/** The original calls the whole panel a listbox, with a link among its options; only the element around the options is one. */
function repairRoles(field: HTMLElement): void {
  const input = field.querySelector('input[role="combobox"]');
  const panel = field.querySelector(':scope [id*="listbox"]');
  if (!input || !panel) return;
  const list = panel.querySelector('[role="option"]')?.parentElement;
  panel.removeAttribute('role');
  input.removeAttribute('aria-owns');
  input.setAttribute('aria-controls', list ? LIST : panel.id);
  if (!list) return;
  list.id = LIST;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Search results');
}

/** The original focuses its input when its index has come. A reader who has gone on by then stays where they are; a key they press still takes them here. */
function keepToTurn(input: HTMLInputElement): void {
  input.focus = (options) => {
    const { activeElement } = document;
    const isElsewhere = activeElement !== null && activeElement !== document.body && activeElement !== input;
    if (!isElsewhere || window.event instanceof KeyboardEvent) HTMLElement.prototype.focus.call(input, options);
  };
}

export default function SearchField(props: ComponentProps<typeof SearchBar>): ReactNode {
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => {
    keepToTurn(field.current!.querySelector('input')!);
    const observer = new MutationObserver(() => repairRoles(field.current!));
    observer.observe(field.current!, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={field} role="search">
      <SearchBar {...props} />
    </div>
  );
}
