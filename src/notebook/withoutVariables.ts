/** Text with `var(--name, fallback)` replaced by what the page gives the name, or else by the fallback. */
export function withoutVariables(text: string, valueOf: (name: string) => string): string {
  return text.replace(/var\((--[\w-]+)(?:,\s*((?:[^()]|\([^()]*\))*))?\)/g, (_, name: string, fallback = '') =>
    (valueOf(name) || fallback).replaceAll('"', "'"),
  );
}
