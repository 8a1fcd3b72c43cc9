/** What the benchmarks use of packages that only `bench/package.json` names, so that the types hold without them. */

declare module 'hnswlib-node' {
  export class HierarchicalNSW {
    constructor(space: 'l2' | 'ip' | 'cosine', dimensions: number);
    initIndex(capacity: number, m?: number, efConstruction?: number, seed?: number): void;
    addPoint(point: number[], label: number): void;
    setEf(ef: number): void;
    searchKnn(query: number[], k: number): { neighbors: number[]; distances: number[] };
  }
}

declare module 'lighthouse' {
  export interface Audit {
    numericValue?: number;
    details?: unknown;
  }
  export interface Result {
    categories: Record<string, { score: number | null }>;
    audits: Record<string, Audit>;
  }
  export default function lighthouse(address: string, flags: object): Promise<{ lhr: Result } | undefined>;
}
