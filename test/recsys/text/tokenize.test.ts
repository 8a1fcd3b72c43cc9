import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charGrams } from '../../../src/recsys/text/charGrams';
import { fold } from '../../../src/recsys/text/fold';
import { lemmatizer } from '../../../src/recsys/text/lemmatizer';
import { stem } from '../../../src/recsys/text/stem';
import { stopWords } from '../../../src/recsys/text/stopWords';
import { tokenize, tokenSpans } from '../../../src/recsys/text/tokenize';
import { world } from '../data/world/builtIn';
import { words } from '../../../src/recsys/data/world/search';

describe('fold', () => {
  it.each([
    ['Amélie', 'amelie'],
    ['Ame\u0301lie', 'amelie'],
    ['STRAßE', 'strasse'],
    ['Łódź, Ærø', 'lodz, aero'],
    ['İstanbul', 'istanbul'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['Ｆｕｌｌ ﬁlm', 'full film'],
    ['Ёлка', 'елка'],
    ['हिन्दी', 'हिन्दी'],
    ['Schindler’s', 'schindlers'],
  ])('makes %s into %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('changes nothing the second time', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fold(fold(text)) === fold(text)));
  });
});

describe('tokenize', () => {
  it.each([
    ['E.T. the Extra-Terrestrial (1982)', 'et the extra terrestrial 1982'],
    ['L.A. Confidential', 'la confidential'],
    ['J.J. Abrams’ S.W.A.T', 'jj abrams swat'],
    ["Let's Talk About Sex", 'lets talk about sex'],
    ['rock ’n’ roll', 'rock n roll'],
    ['Se7en: 3.5 stars…', 'se7en 3 5 stars'],
    ['Ночной дозор — 夜警', 'ночнои дозор 夜警'],
    ['The end.Next', 'the end next'],
    [' \n', ''],
  ])('parts %s', (text, terms) => {
    expect(tokenize(text).join(' ')).toBe(terms);
  });

  it('leaves stop words out before it takes roots', () => {
    expect(tokenize('The wolves were hunted', { stopWords, root: stem })).toEqual(['wolv', 'hunt']);
    expect(tokenize('The wolves were hunted', { root: (word) => word.slice(0, 1) })).toEqual(['t', 'w', 'w', 'h']);
  });

  it('parts the titles of the catalogue as the people of the world type them', () => {
    const differ = world.items
      .filter(({ title }) => tokenize(title).join(' ') !== words(title).join(' '))
      .map(({ title }) => title);
    // The world's typists drop every full stop and read letters without a base as gaps.
    expect(differ.length).toBeLessThan(20);
    for (const title of differ) expect(title).toMatch(/\S\.\S|[^\x20-\x7e]/);
  });

  it('tells where each word stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let last = 0;
        for (const { text: word, start, end } of tokenSpans(text)) {
          expect(text.slice(start, end)).toBe(word);
          expect(start).toBeGreaterThanOrEqual(last);
          last = end;
        }
      }),
    );
    expect(tokenSpans('The Wolf', { stopWords })).toEqual([
      { text: 'The', start: 0, end: 3 },
      { text: 'Wolf', start: 4, end: 8, term: 'wolf' },
    ]);
  });
});

describe('stop words', () => {
  it('are folded words without repeats that would be worth a search of their own', () => {
    for (const word of stopWords) expect(tokenize(word)).toEqual([word]);
    for (const word of ['hell', 'well', 'ill', 'will', 'shell', 'alien', 'man']) {
      expect([word, stopWords.has(word)]).toEqual([word, word === 'will']);
    }
  });
});

describe('stem', () => {
  it('is Snowball’s English stemmer', () => {
    // /usr/bin/python3: snowballstemmer.stemmer('english').stemWord(word), version 2.2.0
    const stems =
      'hunts:hunt hunted:hunt hunting:hunt hunter:hunter wolves:wolv relational:relat conditional:condit generously:generous happily:happili ' +
      'happiness:happi skis:ski dying:die lying:lie tying:tie news:news inning:inning exceed:exceed early:earli only:onli singly:singl ' +
      'gently:gentl luxuriously:luxuri abjection:abject abortion:abort argued:argu agreed:agre flies:fli crying:cri sky:sky knightly:knight ' +
      'university:univers cooperation:cooper operators:oper classes:class possibly:possibl';
    for (const pair of stems.split(' ')) {
      const [word, root] = pair.split(':');
      expect([word, stem(word)]).toEqual([word, root]);
    }
  });

  it('leaves other scripts, numbers and names of object members alone', () => {
    for (const word of ['москва', '2001', 'constructor', 'se7en', '']) expect(stem(word)).toBe(word);
  });
});

describe('lemmatizer', () => {
  it('gives dictionary forms', async () => {
    const lemma = await lemmatizer();
    const pairs =
      'wolves:wolf mice:mouse children:child thieves:thief fought:fight told:tell chased:chase better:good worst:bad funniest:funny studies:study ' +
      'was:be criteria:criterion heroes:hero running:run us:us this:this breathless:breathless constructors:constructor 2001:2001 москвы:москвы';
    for (const pair of pairs.split(' ')) {
      const [word, base] = pair.split(':');
      expect([word, lemma(word)]).toEqual([word, base]);
    }
    for (const word of ['constructor', '__proto__', 'tostring', 'hasownproperties', ''])
      expect(typeof lemma(word)).toBe('string');
    expect(lemmatizer()).toBe(lemmatizer());
  });
});

describe('charGrams', () => {
  it('overlap and are framed by spaces', () => {
    expect(charGrams(['the', 'fog'])).toEqual([' th', 'the', 'he ', 'e f', ' fo', 'fog', 'og ']);
    expect(charGrams(['a'], { n: 4 })).toEqual([]);
    expect(charGrams([])).toEqual([]);
    expect(() => charGrams(['a'], { n: 0 })).toThrow('n must be a positive integer, got 0');
  });
});
