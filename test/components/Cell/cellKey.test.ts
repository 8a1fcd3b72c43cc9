import { expect, it } from 'vitest';
import { cellKey } from '../../../src/components/Cell/cellKey';

const pressed = (key: string, ...held: ('shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey')[]) => {
  const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
  const code = key.length === 1 ? 'KeyF' : key;
  return cellKey({ key, code, ...none, ...Object.fromEntries(held.map((name) => [name, true])) });
};

it('cellKey(event) knows Jupyter’s ways to run, and Format by the key’s place', () => {
  expect([pressed('Enter', 'shiftKey'), pressed('Enter', 'ctrlKey'), pressed('Enter', 'metaKey')]).toEqual([
    ...['runOn', 'run', 'run'],
  ]);
  expect([pressed('F', 'shiftKey', 'altKey'), pressed('Ï', 'shiftKey', 'altKey')]).toEqual(['format', 'format']);
  expect([pressed('Enter'), pressed('f'), pressed('f', 'shiftKey'), pressed('F', 'shiftKey', 'altKey', 'ctrlKey')]).toEqual([
    ...[undefined, undefined, undefined, undefined],
  ]);
});
