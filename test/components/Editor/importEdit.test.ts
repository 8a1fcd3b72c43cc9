import { describe, expect, it } from 'vitest';
import { importEdit } from '../../../src/components/Editor/importEdit';

const add = (code: string, isType = false) => {
  const { from, insert } = importEdit(code, { name: 'ndcg', module: 'recsys', isType });
  return code.slice(0, from) + insert + code.slice(from);
};

describe('importEdit', () => {
  it('adds to the import that the cell has, as it is laid out', () => {
    expect(add("import { als } from 'recsys';\nals();")).toBe("import { als, ndcg } from 'recsys';\nals();");
    expect(add("import {\n  als,\n  bpr,\n} from 'recsys';")).toBe("import {\n  als,\n  bpr,\n  ndcg,\n} from 'recsys';");
    expect(add('import { } from "recsys";')).toBe('import { ndcg } from "recsys";');
  });

  it('writes one above the cell where it has none, or one of types only', () => {
    expect(add('nd')).toBe("import { ndcg } from 'recsys';\nnd");
    expect(add("import * as Plot from 'plot';")).toBe("import { ndcg } from 'recsys';\nimport * as Plot from 'plot';");
    expect(add("import type { Ranking } from 'recsys';")).toBe(
      "import { ndcg } from 'recsys';\nimport type { Ranking } from 'recsys';",
    );
  });

  it('imports a type as a type', () => {
    expect(add("import { als } from 'recsys';", true)).toBe("import type { ndcg } from 'recsys';\nimport { als } from 'recsys';");
    expect(add("import type { A } from 'recsys';", true)).toBe("import type { A, ndcg } from 'recsys';");
  });
});
