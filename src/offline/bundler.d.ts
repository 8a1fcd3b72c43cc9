/** The bundler's own loader of what is imported on demand, by the chunk's name. */
declare let __webpack_chunk_load__: (chunk: string) => Promise<unknown>;
