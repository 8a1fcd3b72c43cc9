import { describe, expect, it } from 'vitest';
import type { FromWorker, ToWorker } from '../../src/kernel/protocol';
import { pagePort } from '../../src/runtime/pagePort';

const cell = (code: string) => ({ id: 'a', code, analysis: { declares: [], reads: [], assigns: [], mutates: [], imports: [] } });

/** A worker's global whose events are the browser's, or a cell's. */
function scope() {
  const posted: FromWorker[] = [];
  let listener: (event: MessageEvent) => void = () => undefined;
  const port = pagePort({
    postMessage: (message) => void posted.push(message),
    addEventListener: (_, told) => (listener = told),
  });
  const send = (data: unknown, isTrusted: boolean) => {
    const event = new MessageEvent('message', { data });
    // No cell can do this in a browser: the property is not configurable there.
    listener(new Proxy(event, { get: (target, key) => (key === 'isTrusted' ? isTrusted : Reflect.get(target, key, target)) }));
  };
  return { ...port, posted, send };
}

describe('pagePort', () => {
  it('hears nothing that a cell dispatches', () => {
    const { port, isFromPage, send } = scope();
    const heard: ToWorker[] = [];
    port.addEventListener('message', ({ data }) => heard.push(data));
    send({ type: 'run', run: 1, cell: cell('forged') }, false);
    expect([heard, isFromPage('forged')]).toEqual([[], false]);
  });

  it('posts by the global’s own method', () => {
    const { port, posted } = scope();
    port.postMessage({ type: 'ready' });
    expect(posted).toEqual([{ type: 'ready' }]);
  });
});
