/** `npm run data -- movielens latest-small`: fetches a data set from its publisher, for the site or for the command line. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fetchSet } from './data/fetchSet';
import { readSets, uninstall } from './data/install';
import { GROUPLENS, PUBLISHED } from './data/published';
import { byteBar } from './data/byteBar';

const USAGE = `usage: npm run data -- movielens <version> [--file <zip>] [--from <address>]
       npm run data -- --remove <id>

  <version>         ${PUBLISHED.map(({ version, notRepublished }) => version + (notRepublished ? ' (not for the site)' : '')).join(', ')}
  --file <zip>      an archive that you fetched yourself
  --from <address>  where the archives are, instead of ${GROUPLENS}
  --remove <id>     takes a set off the site again`;

async function main(): Promise<number> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { file: text, from: text, remove: text, help: { type: 'boolean', short: 'h' } },
  });
  const root = process.cwd();
  const data = join(root, 'static/data');
  if (values.remove !== undefined) {
    const gone = await uninstall(values.remove, data);
    console.log(gone ? `${values.remove} is off the site` : `${values.remove} is not installed`);
    return gone ? 0 : 1;
  }
  const [family, version] = positionals;
  const set = PUBLISHED.find((each) => family === 'movielens' && each.version === version?.toLowerCase());
  if (values.help || !set || positionals.length > 2) {
    const installed = (await readSets(data)).map(({ id }) => id).join(', ');
    console.log(`${USAGE}\n\ninstalled: ${installed || 'none'}`);
    return values.help ? 0 : 2;
  }
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort(new Error('stopped; run it again to go on')));
  const bar = byteBar(process.stderr, set.archive);
  try {
    const said = await fetchSet(set, {
      root,
      from: values.from,
      file: values.file,
      signal: controller.signal,
      onProgress: bar.show,
    });
    bar.end();
    console.log(said);
  } catch (error) {
    bar.end();
    throw error;
  }
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
