/** `npm run serve [-- model.bin]`: the reference service on this machine. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readRelease } from '../recsys/pipeline/readRelease';
import { builtInModel } from '../service/builtInModel';
import { readConfig, SETTINGS } from '../service/config';
import { makeLog } from '../service/log';
import { startService } from '../service/service';

const settings = Object.entries(SETTINGS)
  .map(([name, [value, meaning]]) => `  ${name.padEnd(16)} ${meaning}${value && ` (${value})`}`)
  .join('\n');

const USAGE = `usage: npm run serve [-- <artefact>]

  <artefact>   what \`npm run notebook -- theory/two-stage --export model.bin\` wrote; by default MODEL, or else a model of the
               built-in world, which is trained at the first start and kept in .cache/service
  --prepare    only make sure of the model, print where it is, and end

It is replaced while it runs by putting another file in the artefact's place (mv new.bin model.bin): what is corrupt or does not
fit is refused and the old one goes on. SIGHUP looks at once, SIGTERM answers what has begun and ends.

settings, from the environment (their defaults):
${settings}`;

const tell = (words: string) => void process.stderr.write(`${words}\n`);

/** What to type next. */
function hints(url: string, userId: string): string {
  const at = (path: string) => `  curl '${url}${path}'`;
  return [
    `\nThe recommender answers at ${url}; Ctrl-C stops it. In another terminal:`,
    at(`/recommend?user_id=${encodeURIComponent(userId)}&top_k=5`),
    at('/search?q=godfather'),
    at('/metrics'),
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { prepare: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help || positionals.length > 1) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const config = readConfig(process.env);
  const root = process.cwd();
  const file =
    positionals[0] ??
    config.model ??
    (await builtInModel({
      read: (name) => readFile(join(root, 'static/data', name)),
      folder: join(root, '.cache/service'),
      tell,
    }));
  if (values.prepare) {
    console.log(file);
    return;
  }
  const log = makeLog(config.log, (line) => process.stdout.write(`${line}\n`));
  const service = await startService({ config, file, load: readRelease, log });
  if (process.stdout.isTTY) tell(hints(service.url, service.release().model.userIds[0]));
  process.on('SIGHUP', () => void service.reload());
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1); // asked twice: at once
    stopping = true;
    void service.close().then((quiet) => process.exit(quiet ? 0 : 1));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
