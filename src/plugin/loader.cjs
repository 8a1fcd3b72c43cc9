/**
 * The bundler's loader of `notebooks/**\/*.ts?cells`: a chapter imports its notebook as data. CommonJS, because the bundler loads it by its
 * path; the work is done in chapter.ts.
 */
const { readdirSync } = require('node:fs');
const { join } = require('node:path');
const { require: load } = require('tsx/cjs/api');

module.exports = function notebookLoader(source) {
  const { chapterModule } = load('./chapter.ts', __filename);
  const { savedPath } = load('./saved.ts', __filename);
  const own = readdirSync(__dirname).map((name) => join(__dirname, name));
  for (const file of [savedPath(this.resourcePath), ...own]) this.addDependency(file);
  return chapterModule(source, this.resourcePath, {
    root: this.rootContext,
    query: this.resourceQuery,
    isServer: this.target === 'node',
  });
};
