import { describe, expect, it } from 'vitest';
import { makeConsole } from '../../../src/kernel/globals/console';
import { Recorder } from '../../../src/kernel/recorder';

/** A console, the lines that it wrote with their streams, and what it displayed. */
function console_(limits = {}) {
  const recorder = new Recorder(() => undefined, limits);
  const shown: unknown[] = [];
  const made = makeConsole(
    () => recorder,
    (...values) => void shown.push(...values),
  );
  const lines = () =>
    recorder.outputs.map((output) => (output.kind === 'text' ? `${output.stream} ${output.text}` : JSON.stringify(output)));
  return { made, lines, shown };
}

/** What one call writes, without its line break. */
function written(...values: unknown[]): string {
  const { made, lines } = console_();
  made.log(...values);
  return lines()[0].replace(/^log /, '').replace(/\n$/, '');
}

describe('the console of a cell', () => {
  it('has a stream for each of its voices', () => {
    const { made, lines, shown } = console_();
    made.log('a');
    made.debug('b');
    made.info('c');
    made.warn('d');
    made.error('e');
    made.trace('f', 1);
    made.dir({ a: 1 });
    made.table([{ b: 2 }]);
    made.clear();
    expect(lines()).toEqual(['log a\nb\n', 'info c\n', 'warn d\n', 'error e\n', 'log trace: f 1\n']);
    expect(shown).toEqual([{ a: 1 }, [{ b: 2 }]]);
  });

  it.each<[unknown[], string]>([
    [['a', 1, { b: 'x' }], 'a 1 { b: "x" }'],
    [['100% sure'], '100% sure'],
    [['100% of', 5], '100% of 5'],
    [[5, '%s'], '5 %s'],
    [['%s and %s', 'x', { a: 1 }], 'x and { a: 1 }'],
    [['%d, %i, %f', 1.7, -1.7, '2.50'], '1, -1, 2.5'],
    [['100%% of %s'], '100%% of %s'],
    [['%cred%c %s', 'color: red', '', 'x'], 'red x'],
    [['%o %O %j', [1], 2, 'three'], '[ 1 ] 2 three'],
    [['%s %s', 'x'], 'x %s'],
    [['100%% %s', 'x'], '100% x'],
    [['%s', 'x', 'more', 7], 'x more 7'],
    [['%x %s', 'x'], '%x x'],
    [[], ''],
  ])('writes %j as %s', (values, text) => {
    expect(written(...values)).toBe(text);
  });

  it('counts and measures by label', () => {
    const { made, lines } = console_();
    made.count();
    made.count('x');
    made.count();
    made.countReset();
    made.count();
    made.time();
    made.timeLog('default', 'so far', 3);
    made.timeEnd();
    made.timeLog();
    made.timeEnd('other');
    const text = lines().join('');
    expect(text).toMatch(
      /^log default: 1\nx: 1\ndefault: 2\ndefault: 1\ndefault: \d{1,4}\.\d ms so far 3\ndefault: \d{1,4}\.\d ms\nwarn no timer default\nno timer other\n$/,
    );
  });

  it('tells a failed assertion, and is silent on one that holds', () => {
    const { made, lines } = console_();
    made.assert(true, 'fine');
    made.assert(false, 'x', 1);
    made.assert(false);
    expect(lines()).toEqual(['error assertion failed x 1\nassertion failed\n']);
  });

  it('moves groups in, every line of them, and not for ever', () => {
    const { made, lines } = console_();
    made.group('head');
    made.log('a\nb');
    made.groupCollapsed();
    made.warn('c');
    made.groupEnd();
    made.log('d');
    made.groupEnd();
    made.groupEnd();
    made.log('e');
    expect(lines()).toEqual(['log head\n  a\n  b\n', 'warn     c\n', 'log   d\ne\n']);
    for (let level = 0; level < 30; level++) made.group();
    made.error('deep');
    expect(lines().at(-1)).toBe(`error ${' '.repeat(40)}deep\n`);
  });

  it('only counts what comes after the last character that is kept', () => {
    const { made, lines } = console_({ text: 4 });
    made.log('abc'); // four with the line break
    made.log('de', {}, 7);
    // two for the text, one for each of the others, and three between them and behind
    expect(lines()).toEqual(['log abc\n', JSON.stringify({ kind: 'cut', what: 'text', dropped: 7 })]);
  });
});
