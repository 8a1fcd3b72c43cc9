/** `npm run build`: the site in `build/`, whether or not it is current. */
import { build } from './site.mjs';

try {
  build('build');
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
