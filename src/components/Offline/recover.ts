/**
 * What follows when a part of the book does not come: after a deploy, the names that an open page knows lead nowhere. A cell that was to run is run
 * after a reload, which happens by itself where it loses nothing; elsewhere the page says what is the matter, and the reader decides.
 */
import { fetchEdition } from '../../offline/shelf';
import { newerEdition } from './newer';
import { thisEdition } from './thisEdition';

const KEY = 'run-again';

/** A cell that was to run when the page had to be loaded anew, and the edition for whose sake it was. */
export interface RunAgain {
  chapter: string;
  cell: string;
  edition: string;
}

export interface Fault {
  /** The edition of this tab. */
  own: string;
  /** The one that the server has; nothing when it cannot be reached. */
  server?: string;
  /** The one for whose sake the page was loaded anew last. */
  tried?: string;
  /** Whether a reload would lose what cells have computed, or edits that the browser does not keep. */
  losesWork: boolean;
}

/** Nothing: it is the network's fault, and what failed says so. */
export function remedyFor({ own, server, tried, losesWork }: Fault): 'nothing' | 'tell' | 'reload' {
  if (server === undefined || server === own) return 'nothing';
  return losesWork || tried === server ? 'tell' : 'reload';
}

/** The edition that the server has; nothing when it cannot be reached. */
async function serverEdition(site: string): Promise<string | undefined> {
  return fetchEdition(site).then(
    ({ id }) => id,
    () => undefined,
  );
}

/** A part of the page itself did not come: if a newer edition is out, says so. */
export async function recoverPart(): Promise<void> {
  const own = thisEdition();
  if (!own) return;
  const server = await serverEdition(own.site);
  if (remedyFor({ own: own.id, server, losesWork: true }) === 'tell') newerEdition.set(true);
}

/** A cell could not run because a part of the book did not come. */
export async function recoverRun(chapter: string, cell: string, losesWork: boolean): Promise<void> {
  const own = thisEdition();
  if (!own) return;
  const server = await serverEdition(own.site);
  const tried = lastTry()?.edition;
  const remedy = remedyFor({ own: own.id, server, tried, losesWork });
  if (remedy === 'nothing') return;
  if (remedy === 'tell' || !remember({ chapter, cell, edition: server! })) return newerEdition.set(true);
  window.location.reload();
}

/** The cell of a chapter that is to run because the page was loaded anew for it; told once. */
export function takeRunAgain(chapter: string): string | undefined {
  const last = lastTry();
  if (last?.chapter !== chapter) return undefined;
  remember({ chapter: '', cell: '', edition: last.edition });
  return last.cell;
}

/** Kept until the tab is closed, its cell until it was told: the same edition is not tried for twice. */
function lastTry(): RunAgain | undefined {
  try {
    const { chapter, cell, edition } = JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Partial<RunAgain>;
    return chapter === undefined || cell === undefined || edition === undefined ? undefined : { chapter, cell, edition };
  } catch {
    return undefined; // forbidden or damaged
  }
}

function remember(run: RunAgain): boolean {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(run));
    return true;
  } catch {
    return false; // without a note a reload could follow a reload without end
  }
}
