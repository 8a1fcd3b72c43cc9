/** What every name of a chapter's code is, found once when the site is built: told under the pointer before anything is edited. */
import type ts from 'typescript';
import type { FileCell } from './cellFile';
import type { TypeInfo } from './protocol';
import type { TypeService } from './service';

/** Names of one cell: where each stands in its code, and which of the chapter's infos is its own; in the code's order. */
export type HoverSpans = [from: number, to: number, info: number][];

export interface ChapterHovers {
  infos: TypeInfo[];
  cells: Record<string, { /** `hashSource` of the code. */ code: string; spans: HoverSpans }>;
}

export interface HoverSource {
  ts: typeof ts;
  service: TypeService;
  /** The chapter's address. */
  chapter: string;
  /** All its cells, hidden ones included. */
  cells: FileCell[];
  /** Whether a cell is to be seen on the page. */
  isShown: (id: string) => boolean;
  hash: (code: string) => string;
}

export function hoversOf({ ts, service, chapter, cells, isShown, hash }: HoverSource): ChapterHovers {
  const infos: TypeInfo[] = [];
  /** Place in `infos` by content: most names stand more than once. */
  const known = new Map<string, number>();
  const spansOf = ({ id, code }: FileCell): HoverSpans => {
    const spans: HoverSpans = [];
    for (const offset of namesIn(ts, code)) {
      const found = service.ask(chapter, cells, { kind: 'hover', at: { cell: id, offset } });
      if (!found?.signature) continue;
      const { from, to, ...info } = found;
      const key = JSON.stringify(info);
      if (!known.has(key)) known.set(key, infos.push(info) - 1);
      spans.push([from, to, known.get(key)!]);
    }
    return spans;
  };
  const shown = cells.filter(({ id }) => isShown(id));
  return {
    infos,
    cells: Object.fromEntries(shown.map((cell) => [cell.id, { code: hash(cell.code), spans: spansOf(cell) }])),
  };
}

/** Where the identifiers of a cell begin. */
function namesIn(compiler: typeof ts, code: string): number[] {
  const file = compiler.createSourceFile('cell.ts', code, compiler.ScriptTarget.Latest, true);
  const found: number[] = [];
  const visit = (node: ts.Node): void => {
    if (compiler.isIdentifier(node)) found.push(node.getStart(file));
    else compiler.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** What stands at an offset of a cell's code. */
export function hoverAt(
  hovers: ChapterHovers,
  cell: string,
  offset: number,
): { from: number; to: number; info: TypeInfo } | undefined {
  const span = hovers.cells[cell]?.spans.find(([from, to]) => from <= offset && offset < to);
  return span && { from: span[0], to: span[1], info: hovers.infos[span[2]] };
}
