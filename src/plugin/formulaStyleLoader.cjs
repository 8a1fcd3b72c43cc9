/** The bundler's loader of KaTeX's style sheet, which is told the classes to keep. CommonJS, because the bundler loads it by its path; the work is done in formulaStyle.ts. */
const { require: load } = require('tsx/cjs/api');

module.exports = function formulaStyleLoader(source) {
  this.addDependency(require.resolve('./formulaStyle.ts'));
  return load('./formulaStyle.ts', __filename).trimStyle(source, this.getOptions().classes);
};
