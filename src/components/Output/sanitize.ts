/**
 * Makes live markup safe before it is put on the page. Saved markup was made safe by the same rules when the site was built: what does that here comes with
 * the first kernel, not with the page.
 */
import { useEffect, useMemo, useState } from 'react';
import type { DOMPurify } from 'dompurify';
import { HTML_RULES, SVG_RULES, withoutFetchingStyles } from '../../notebook/markup';

const rules = { html: HTML_RULES, svg: SVG_RULES };

let purifier: DOMPurify | undefined;
let loading: Promise<DOMPurify> | undefined;

/** Loads what makes markup safe. May fail, and be asked again. */
export function loadPurifier(): Promise<DOMPurify> {
  const load = async () => {
    try {
      const { default: loaded } = await import('dompurify');
      withoutFetchingStyles(loaded);
      return (purifier = loaded);
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };
  return (loading ??= load());
}

export interface CleanOptions {
  kind: keyof typeof rules;
  /** It is the book's, and safe. */
  isSaved: boolean;
}

/**
 * The markup without what could act; empty until that can be said.
 *
 * @throws when what makes it safe cannot be loaded
 */
export function useClean(markup: string, { kind, isSaved }: CleanOptions): { __html: string } {
  const [isReady, setReady] = useState(purifier !== undefined);
  const [fault, setFault] = useState<Error>();
  const isWaiting = !isSaved && !isReady;
  useEffect(() => {
    if (isWaiting) loadPurifier().then(() => setReady(true), setFault);
  }, [isWaiting]);
  if (fault && isWaiting) throw fault;
  return useMemo(
    () => ({ __html: isSaved ? markup : isReady ? purifier!.sanitize(markup, rules[kind]) : '' }),
    [markup, kind, isSaved, isReady],
  );
}
