/** The type checker's worker: loads the compiler, then the declarations that the chapter's modules ask for, and answers. */
import type ts from 'typescript';
import { packsOf } from './packsOf';
import type { FromTypeWorker, Pack, ToTypeWorker, TypeAssets } from './protocol';
import { createTypeService } from './service';
import type { TypeService } from './service';

declare function importScripts(url: string): void;
declare const self: {
  ts?: typeof ts;
  postMessage(message: FromTypeWorker): void;
  onmessage: (event: { data: ToTypeWorker }) => void;
};

let assets: TypeAssets | undefined;
let service: TypeService | undefined;
/** Packs under way or there. */
const packs = new Map<Pack, Promise<void>>();
/** One question after the other. */
let turn: Promise<unknown> = Promise.resolve();

async function readPack(pack: Pack): Promise<Record<string, string>> {
  const response = await fetch(assets!.packs[pack]);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
  return (await response.json()) as Record<string, string>;
}

/** Fetches a pack once; after a failure the next question tries again. */
function load(pack: Pack): Promise<void> {
  const known = packs.get(pack);
  if (known) return known;
  const files = readPack(pack);
  files.catch(() => packs.delete(pack));
  const loading = files.then((texts) => ready().add(texts));
  packs.set(pack, loading);
  return loading;
}

/** The service; the compiler is fetched while the declarations are on their way. */
function ready(): TypeService {
  if (service) return service;
  if (!self.ts) importScripts(assets!.typescript);
  return (service = createTypeService({ ts: self.ts! }));
}

self.onmessage = ({ data }) => {
  if (data.type === 'start') {
    assets = data.assets;
    return;
  }
  const { id, chapter, cells, ask } = data;
  turn = turn.then(async () => {
    try {
      await Promise.all(packsOf(cells).map(load));
      self.postMessage({ type: 'answer', id, answer: ready().ask(chapter, cells, ask) });
    } catch (error) {
      self.postMessage({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
    }
  });
};
