/**
 * Which release is served. A new one is read, proved by its checksums, asked a few questions, and only then takes the place of the old one,
 * between two requests: those begun with the old one end with it. One that fails on the way is refused, and the old one stays.
 */
import type { Release } from '../recsys/pipeline/api/release';

/** An application: what answers requests. */
export interface App {
  request(path: string): Response | Promise<Response>;
  fetch(request: Request): Response | Promise<Response>;
}

export interface ReleasesOptions {
  /** Makes a release of a file's bytes; throws if they are none. */
  load: (file: ArrayBuffer) => Promise<Release>;
  /** Makes the application that answers with a release. */
  serve: (release: Release) => App;
}

export interface Releases {
  /** What is served; an Error before the first release. */
  current(): { release: Release; app: App };
  /** Takes a release in place of the one that is served; rejects with a RangeError that says why it cannot. */
  take(file: ArrayBuffer): Promise<Release>;
}

export function releases({ load, serve }: ReleasesOptions): Releases {
  let served: { release: Release; app: App } | undefined;
  return {
    current() {
      if (!served) throw new Error('a release must be taken before one is asked for');
      return served;
    },
    async take(file) {
      const release = await load(file);
      if (served && served.release.kind !== release.kind) {
        throw new RangeError(
          `artefact must have the kind ${served.release.kind}, as the one that is served, got ${release.kind}`,
        );
      }
      const app = serve(release);
      await tryOut(release, app);
      served = { release, app };
      return release;
    },
  };
}

/** Asks for lists of users across the model, and for what is like an item. */
async function tryOut({ model, index }: Release, app: App): Promise<void> {
  const { userIds, items } = model;
  if (userIds.length === 0 || items.length === 0) {
    throw new RangeError(`artefact must have users and items, got ${userIds.length} and ${items.length}`);
  }
  const users = [0, Math.floor(userIds.length / 2), userIds.length - 1].map((at) => userIds[at]);
  const source = model.rank ? 'ranker' : 'candidates';
  for (const user of [...new Set(users)]) {
    const { items: list, ...rest } = await answered(app, `/recommend?user_id=${encodeURIComponent(user)}&top_k=10`);
    if (rest.source !== source || (list as unknown[]).length === 0) {
      throw new RangeError(
        `artefact must answer by its ${source}, got ${(list as unknown[]).length} items by ${String(rest.source)}`,
      );
    }
  }
  if (index) await answered(app, `/similar/${encodeURIComponent(items[0].id)}`);
}

async function answered(app: App, path: string): Promise<Record<string, unknown>> {
  const answer = await app.request(path);
  if (answer.status !== 200) throw new RangeError(`artefact must answer ${path.split('?')[0]} with 200, got ${answer.status}`);
  return (await answer.json()) as Record<string, unknown>;
}
