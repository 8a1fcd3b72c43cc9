/** What the compiler cannot see: hooks, bans that keep numbers the same on every machine, and where a default export may stand. */
import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import typescript from 'typescript-eslint';

/** Engines disagree in the last bits of these; `src/recsys/math/functions` has its own. */
const inexact = [
  ...['acos', 'acosh', 'asin', 'asinh', 'atan', 'atan2', 'atanh', 'cbrt', 'cos', 'cosh', 'exp', 'expm1', 'hypot'],
  ...['log', 'log10', 'log1p', 'log2', 'pow', 'sin', 'sinh', 'tan', 'tanh'],
];
const noRandom = { object: 'Math', property: 'random', message: 'Randomness is an argument: use random(seed).' };
const noLocale = (property) => ({ property, message: 'Its result depends on the locale; compare or format by hand.' });

/** Destructured or aliased, `Math` would slip past the ban on its members. */
const noLooseMath = {
  selector: "VariableDeclarator[init.type='Identifier'][init.name='Math'], MemberExpression[object.name='Math'][computed=true]",
  message: 'Name the member: Math.floor(x).',
};

export default typescript.config(
  {
    ignores: [
      'build/',
      '.docusaurus/',
      'node_modules/',
      'coverage/',
      'static/',
      'src/recsys/simd/assembly/',
      '**/*.generated.*',
      '**/*.out.json',
    ],
  },
  js.configs.recommended,
  ...typescript.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-undef': 'off',
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true } },
      ],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/{components,theme,pages}/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    files: ['src/recsys/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...inexact.map((property) => ({
          object: 'Math',
          property,
          message: 'Engines disagree in its last bits: use math/functions.',
        })),
        noRandom,
        ...['toLocaleString', 'toLocaleUpperCase', 'toLocaleLowerCase', 'localeCompare'].map(noLocale),
      ],
      'no-restricted-syntax': [
        'error',
        noLooseMath,
        { selector: "BinaryExpression[operator='**']", message: 'Engines disagree in its last bits: multiply, or use pow.' },
        { selector: "AssignmentExpression[operator='**=']", message: 'Engines disagree in its last bits: multiply, or use pow.' },
      ],
      'no-restricted-globals': ['error', { name: 'Intl', message: 'Its result depends on the locale.' }],
    },
  },
  {
    files: ['notebooks/**/*.ts', 'test/**/*.{ts,tsx}'],
    rules: { 'no-restricted-properties': ['error', noRandom] },
  },
  {
    // A notebook's names are there for the cells below and for the reader.
    files: ['notebooks/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-vars': 'off',
      'no-unused-expressions': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  {
    // Docusaurus, ESLint, Vitest and the bundler ask for a default export here, and for a declaration of what a font's file is.
    files: [
      '*.config.{ts,js}',
      '**/*.config.ts',
      'sidebars.ts',
      'src/{theme,pages,plugin}/**/*.{ts,tsx}',
      'test/e2e/serve.ts',
      '**/*.d.ts',
    ],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    // The bundler loads its loaders as CommonJS.
    files: ['**/*.cjs'],
    languageOptions: { globals: globals.node },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
