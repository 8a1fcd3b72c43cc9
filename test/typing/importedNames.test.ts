import { describe, expect, it } from 'vitest';
import { importedNames } from '../../src/typing/importedNames';

describe('importedNames', () => {
  it('tells the names as the code knows them', () => {
    expect(importedNames("import { a, b as c } from 'x';\nimport type {\n  D,\n} from 'y';\nconst { e } = f;")).toEqual([
      'a',
      'c',
      'D',
    ]);
  });
});
