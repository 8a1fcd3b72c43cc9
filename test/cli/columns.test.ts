import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/cli/columns';

describe('columnsOf', () => {
  it('takes columns by name and by place', () => {
    expect(columnsOf('user=who, item = what it is ,time=3')).toEqual({ user: 'who', item: 'what it is', time: 3 });
    expect(columnsOf('item=1,user=0')).toEqual({ user: 0, item: 1 });
  });

  it.each(['', 'user', 'user=', 'user=a,user=b,item=c', 'user=a,film=b', 'user=a'])('refuses %j', (text) => {
    expect(() => columnsOf(text)).toThrow(/^columns must .* got '/);
  });
});
