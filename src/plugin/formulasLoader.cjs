/** The bundler's loader of a page's formulas. CommonJS, because the bundler loads it by its path; the work is done in formulas.ts. */
const { require: load } = require('tsx/cjs/api');

module.exports = function formulasLoader(source) {
  const { FORMULAS_FILE, formulasFile, formulasModule } = load('./formulas.ts', __filename);
  this.addDependency(require.resolve('./formulas.ts'));
  const tex = JSON.parse(source);
  if (this.resource.startsWith(`data:${FORMULAS_FILE};`)) return formulasFile(tex);
  const isServer = this.target === 'node';
  const { classes } = this.getOptions();
  if (isServer && classes) load('./formulaClasses.ts', __filename).checkClasses(tex.list, classes);
  return formulasModule(tex, isServer);
};
