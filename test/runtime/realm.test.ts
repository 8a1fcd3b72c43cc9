import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** Runs in a process of its own: a restricted realm is of no use to a test runner. */
async function probe(): Promise<Record<string, string>> {
  const script = fileURLToPath(new URL('./realmProbe.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script]);
  return JSON.parse(stdout) as Record<string, string>;
}

describe('restrictRealm', () => {
  it('takes storage, sockets and workers, text as code, and requests elsewhere; leaves what cells need', async () => {
    expect(await probe()).toEqual({
      'a taken global': 'undefined',
      'a taken global that was inherited': 'undefined',
      'a replaced global where it was inherited from': 'undefined',
      'putting one back': 'TypeError',
      'a taken property of navigator': 'undefined',
      eval: 'EvalError',
      Function: 'EvalError',
      'new Function': 'EvalError',
      'the constructor of an arrow': 'EvalError',
      'the constructor of an async function': 'EvalError',
      'the constructor of a generator': 'EvalError',
      'the constructor of an async generator': 'EvalError',
      'a timer of text': 'EvalError',
      'a timer of a function': 'ran 7',
      'functions are functions': 'true true',
      'a file of the site': 'https://book.test/site/data/a.csv',
      'a relative address above the site': 'TypeError',
      'another origin': 'TypeError',
      'another origin that begins alike': 'TypeError',
      'a request that says another address': 'TypeError',
      'data in the address itself': 'fine',
      'another origin, when every text is said to begin right': 'TypeError',
      'another origin, when every pattern is said to match': 'TypeError',
      'another origin, when URL is a class of the cell’s': 'TypeError',
      'the genuine fetch, by what calls it': 'not seen',
      'the genuine Function, by a trap that is inherited': 'not seen',
      'a script of the site': 'https://book.test/site/chunk.js',
      'a script of elsewhere': 'TypeError',
      'a script from a blob': 'TypeError',
    });
  });
});
