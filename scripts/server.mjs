/** A static server of Node's own parts for the built site: types, compression, a 404 page, a base URL. */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.ipynb': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.ts': 'text/plain; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.bin': 'application/octet-stream',
  '.zip': 'application/zip',
};
const compressible = /^(text|application\/(json|xml|wasm|manifest)|image\/svg)/;

/** The file that answers a path, the same path with a slash to be sent to, or nothing. */
function find(folder, path) {
  const file = normalize(join(folder, path));
  if (file !== folder && !file.startsWith(folder + sep)) return {};
  if (!existsSync(file)) return existsSync(`${file}.html`) ? { file: `${file}.html` } : {};
  if (!statSync(file).isDirectory()) return { file };
  if (!existsSync(join(file, 'index.html'))) return {};
  return path.endsWith('/') ? { file: join(file, 'index.html') } : { redirect: true };
}

const compressed = new Map();

/** A file's bytes in the encoding that the client accepts, compressed once for each version of the file. */
function encode(file, etag, accepts) {
  const encoding = /\bbr\b/.test(accepts) ? 'br' : /\bgzip\b/.test(accepts) ? 'gzip' : undefined;
  if (!encoding) return { body: readFileSync(file) };
  const key = `${file} ${etag} ${encoding}`;
  if (!compressed.has(key)) {
    const bytes = readFileSync(file);
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
    compressed.set(key, encoding === 'br' ? brotliCompressSync(bytes, quality) : gzipSync(bytes));
  }
  return { body: compressed.get(key), encoding };
}

function send(request, response, file, status) {
  const { size, mtimeMs } = statSync(file);
  const type = types[extname(file).toLowerCase()] ?? 'application/octet-stream';
  const etag = `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`;
  const lasting = /[\\/]assets[\\/]/.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache';
  const headers = {
    'Content-Type': type,
    ETag: etag,
    'Cache-Control': lasting,
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Accept-Encoding',
  };
  if (request.headers['if-none-match'] === etag) return response.writeHead(304, headers).end();
  if (!compressible.test(type)) {
    response.writeHead(status, { ...headers, 'Content-Length': size });
    return request.method === 'HEAD' ? response.end() : createReadStream(file).pipe(response);
  }
  const { body, encoding } = encode(file, etag, request.headers['accept-encoding'] ?? '');
  if (encoding) headers['Content-Encoding'] = encoding;
  response.writeHead(status, { ...headers, 'Content-Length': body.length });
  return response.end(request.method === 'HEAD' ? undefined : body);
}

function answer(folder, base, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return response.writeHead(405, { Allow: 'GET, HEAD' }).end();
  let path;
  try {
    path = decodeURIComponent(new URL(request.url, 'http://site').pathname);
  } catch {
    return response.writeHead(400).end();
  }
  if (path.includes('\0')) return response.writeHead(400).end();
  if (path === '/' && base !== '/') return response.writeHead(302, { Location: base }).end();
  if (`${path}/` === base) return response.writeHead(301, { Location: base }).end();
  const { file, redirect } = path.startsWith(base) ? find(folder, path.slice(base.length - 1)) : {};
  const query = new URL(request.url, 'http://site').search;
  if (redirect) return response.writeHead(301, { Location: encodeURI(`${path.replace(/^\/+/, '/')}/`) + query }).end();
  if (file) return send(request, response, file, 200);
  const missing = join(folder, '404.html');
  return existsSync(missing) ? send(request, response, missing, 404) : response.writeHead(404).end();
}

/**
 * Serves a folder on this machine.
 *
 * @param {string} folder the built site
 * @param {{ base?: string, port?: number, tries?: number }} options the base URL it was built for; the first port to try (0: any
 *   free one), and how many ports after it
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve(folder, { base = '/', port = 3000, tries = 20 } = {}) {
  const root = normalize(folder).replace(/[\\/]+$/, '');
  const server = createServer((request, response) => answer(root, base, request, response));
  for (let next = port; ; next += 1) {
    const busy = await new Promise((resolve, reject) => {
      server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(true) : reject(error)));
      server.listen(next, 'localhost', () => resolve(false));
    });
    server.removeAllListeners('error');
    if (!busy) break;
    if (next >= port + tries) throw new Error(`port must have a free one from ${port} to ${next}, got none`);
  }
  const close = () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve())));
  return { url: `http://localhost:${server.address().port}${base}`, close };
}
