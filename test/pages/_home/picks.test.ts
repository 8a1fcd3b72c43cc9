import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findFilm, readPicks, writePicks } from '../../../src/pages/_home/picks';

const CODE = "const youLike = ['The Matrix (1999)', 'Alien (1979)'];\ndisplay(rankFor(youLike));";

describe('picks', () => {
  it('are read from the code', () => {
    expect(readPicks(CODE)).toEqual(['The Matrix (1999)', 'Alien (1979)']);
    expect(readPicks('const youLike = ["Ocean\'s Eleven (2001)",\n];')).toEqual(["Ocean's Eleven (2001)"]);
    expect(readPicks('const youLike = [];')).toEqual([]);
  });

  it('are nothing where the visitor has written something else', () => {
    expect(readPicks('const youLike = [best[0]];')).toBeUndefined();
    expect(readPicks('const mine = [];')).toBeUndefined();
  });

  it('are written into the code and read back, whatever their titles', () => {
    fc.assert(
      fc.property(fc.array(fc.string().filter((text) => !/[\]\n\r\u2028\u2029]/.test(text))), (films) => {
        const code = writePicks(CODE, films);
        expect(readPicks(code)).toEqual(films);
        expect(code.endsWith('display(rankFor(youLike));')).toBe(true);
      }),
    );
    expect(writePicks(CODE, ['The Matrix (1999)', 'Alien (1979)'])).toBe(CODE);
  });
});

describe('findFilm', () => {
  const films = ['Aliens (1986)', 'Alien (1979)', 'Amélie (2001)', 'The Lord of the Rings: The Two Towers (2002)'];

  it('takes the title as it is before one that begins so, and that before one that holds it', () => {
    expect(findFilm('alien', films)).toBe('Alien (1979)');
    expect(findFilm('alie', films)).toBe('Aliens (1986)');
    expect(findFilm('two towers', films)).toBe(films[3]);
    expect(findFilm(' amelie ', films)).toBe('Amélie (2001)');
  });

  it('finds nothing for nothing', () => {
    expect(findFilm('  ', films)).toBeUndefined();
    expect(findFilm('xyzzy', films)).toBeUndefined();
  });
});
