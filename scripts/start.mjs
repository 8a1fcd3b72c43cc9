/** `npm start`: the built book on this machine, built first when it is not current. `--port 3000` names the first port to try. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serve } from './server.mjs';
import { ensureBuilt, root } from './site.mjs';

const { values } = parseArgs({ options: { port: { type: 'string', default: '3000' } } });
const port = Number(values.port);
if (!(Number.isInteger(port) && port >= 0 && port < 65536)) {
  console.error(`--port must be an integer from 0 to 65535, got ${values.port}`);
  process.exit(2);
}
try {
  if (!ensureBuilt()) console.log('The build is current.');
  const base = `/${(process.env.BASE_URL ?? '/').replace(/^\/+|\/+$/g, '')}/`.replace('//', '/');
  const { url } = await serve(join(root, 'build'), { base, port });
  console.log(`\nThe Live RecSys Handbook is at ${url}\nCtrl-C stops it.`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
