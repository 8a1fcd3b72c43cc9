import { describe, expect, it } from 'vitest';
import { withPolicy } from '../../src/plugin/policy';

const page = (body: string) =>
  `<!doctype html><html><head><meta charset=UTF-8><title>a</title></head><body>${body}</body></html>`;
const policyIn = (html: string) => /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';

describe('withPolicy', () => {
  it('allows each inline script by its hash, and no other', () => {
    // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
    const hash = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
    const policy = policyIn(withPolicy(page('<script>alert(1)</script><script src="/main.js"></script>')));
    expect(policy).toContain(`script-src 'self' 'wasm-unsafe-eval' ${hash};`);
    expect(policy).not.toMatch(/unsafe-eval'(?<!wasm-unsafe-eval')/);
    expect(policy.split('script-src')[1].split(';')[0]).not.toContain('unsafe-inline');
  });

  it('names no origin but its own', () => {
    expect(policyIn(withPolicy(page('')))).not.toMatch(/https?:|\*/);
  });

  it('stands before anything that the page loads', () => {
    expect(withPolicy(page('')).indexOf('Content-Security-Policy')).toBeLessThan(withPolicy(page('')).indexOf('<title>'));
    expect(() => withPolicy('<p>')).toThrow('html must name its character set');
  });
});
