/** The bundler's loader of a page's formulas. CommonJS, because the bundler loads it by its path; the work is done in formulas.ts. */
const { require: load } = require('tsx/cjs/api');

module.exports = function formulasLoader(source) {
  const { FORMULAS_FILE, formulasFile, formulasModule } = load('./formulas.ts', __filename);
  this.addDependency(require.resolve('./formulas.ts'));
  const tex = JSON.parse(source);
  return this.resource.startsWith(`data:${FORMULAS_FILE};`) ? formulasFile(tex) : formulasModule(tex, this.target === 'node');
};
