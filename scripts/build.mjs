/** `npm run build`: the site in `build/`, whether or not it is current; `npm run build -- elsewhere` puts it elsewhere. */
import { build } from './site.mjs';

try {
  build(process.argv[2] ?? 'build');
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
