import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { asksForKeys, capsOf, KEY_GROUPS } from '../../../src/components/Keys/keys';

describe('capsOf(keys, isApple)', () => {
  it('names the keys as they stand on the keyboard', () => {
    expect(capsOf('Mod-Enter', false)).toEqual(['Ctrl', 'Enter']);
    expect(capsOf('Mod-Shift-Z', true)).toEqual(['⌘', '⇧', 'Z']);
    expect(capsOf('Alt-ArrowUp', false)).toEqual(['Alt', '↑']);
    expect(capsOf('?', true)).toEqual(['?']);
  });
});

describe('KEY_GROUPS', () => {
  it('names no combination twice in a group', () => {
    for (const { keys } of KEY_GROUPS) {
      const all = keys.flatMap((each) => each.keys);
      expect(new Set(all).size).toBe(all.length);
    }
  });
});

describe('asksForKeys(event)', () => {
  const { window } = new JSDOM('<p>text</p><input><div contenteditable="true"><b>code</b></div>');
  Object.assign(globalThis, { Element: window.Element });
  const at = (selector: string, more: object = {}) =>
    asksForKeys({ key: '?', target: window.document.querySelector(selector), ...more } as KeyboardEvent);

  it('hears a ? anywhere but where one types', () => {
    expect([at('p'), at('body'), at('input'), at('b')]).toEqual([true, true, false, false]);
  });

  it('leaves combinations and other keys alone', () => {
    expect([at('p', { ctrlKey: true }), at('p', { altKey: true }), at('p', { key: '/' })]).toEqual([false, false, false]);
  });
});
