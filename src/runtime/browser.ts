/** The worker's entry: a kernel with the book's modules, served to the page. */
import { createKernel } from '../kernel/execute';
import { serveKernel } from '../kernel/serve';
import { modules } from './modules';

serveKernel(createKernel({ modules, formatters: [], globals: {} }), self as never);
