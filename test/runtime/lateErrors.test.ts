import { describe, expect, it } from 'vitest';
import { withLateErrors } from '../../src/runtime/lateErrors';
import type { FromWorker, ToWorker } from '../../src/kernel/protocol';
import type { Output } from '../../src/notebook/types';

function wired() {
  const posted: FromWorker[] = [];
  let listener: (event: { data: ToWorker }) => void = () => undefined;
  const { port, report } = withLateErrors({
    postMessage: (message) => posted.push(message),
    addEventListener: (_, told) => (listener = told),
  });
  port.addEventListener('message', () => undefined);
  return { port, report, posted, receive: (data: ToWorker) => listener({ data }) };
}

const cell = { id: 'a', code: '', analysis: { declares: [], reads: [], assigns: [], mutates: [], imports: [] } };
const text: Output = { kind: 'text', stream: 'log', text: 'x' };

describe('withLateErrors', () => {
  it('tells of an error during a run at its end, behind the outputs', () => {
    const { port, report, posted, receive } = wired();
    receive({ type: 'run', run: 7, cell });
    port.postMessage({ type: 'outputs', run: 7, events: [{ at: 0, output: text }] });
    report(new TypeError('late'));
    expect(posted).toHaveLength(1);
    port.postMessage({ type: 'outputs', run: 7, events: [{ at: 1, output: text }] });
    port.postMessage({ type: 'end', run: 7, status: 'done', cost: { ms: 1 } });
    expect(posted.slice(2)).toEqual([
      {
        type: 'outputs',
        run: 7,
        events: [
          { at: 2, output: { kind: 'text', stream: 'error', text: 'an error that nothing waited for: TypeError: late\n' } },
        ],
      },
      { type: 'end', run: 7, status: 'done', cost: { ms: 1 } },
    ]);
  });

  it('tells of one after a run under that run, and of one before any run with the first', () => {
    const { port, report, posted, receive } = wired();
    report('early');
    expect(posted).toEqual([]);
    receive({ type: 'run', run: 1, cell });
    port.postMessage({ type: 'end', run: 1, status: 'done', cost: { ms: 1 } });
    report('after');
    expect(posted.map((message) => (message.type === 'outputs' ? message.events[0] : message.type))).toMatchObject([
      { at: 0, output: { text: 'an error that nothing waited for: early\n' } },
      'end',
      { at: 1, output: { text: 'an error that nothing waited for: after\n' } },
    ]);
  });
});
