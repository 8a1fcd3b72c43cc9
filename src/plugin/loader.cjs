/**
 * The bundler's loader of `notebooks/**\/*.ts?cells`: a chapter imports its notebook as data. CommonJS, because the bundler loads it by its
 * path; the work is done in chapter.ts.
 */
const { join } = require('node:path');
const { require: load } = require('tsx/cjs/api');

module.exports = function notebookLoader(source) {
  const { chapterModule, savedPath } = load('./chapter.ts', __filename);
  const saved = savedPath(this.resourcePath);
  for (const file of [saved, __filename, join(__dirname, 'chapter.ts')]) this.addDependency(file);
  return chapterModule(source, this.resourcePath, this.rootContext);
};
