/**
 * The bundler's loader of every page in docs: changes nothing, but tells the bundler what else the page is made from, so that neither its
 * cache on disk nor a page under work shows an old value. CommonJS, because the bundler loads it by its path.
 */
const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');
const { require: load } = require('tsx/cjs/api');

module.exports = function pageSources(source) {
  const { sourcesOf } = load('./sources.ts', __filename);
  const own = readdirSync(__dirname).map((name) => join(__dirname, name));
  for (const file of [...sourcesOf(source, this.resourcePath, this.rootContext), ...own]) {
    if (existsSync(file)) this.addDependency(file);
    else this.addMissingDependency(file);
  }
  return source;
};
