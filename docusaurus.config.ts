/** The site: Docusaurus with a book's look, every link to the repository built from one address. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config, Plugin } from '@docusaurus/types';
import type * as Preset from '@docusaurus/preset-classic';
import remarkMath from 'remark-math';
import { remarkCode } from './src/plugin/code';
import { rehypeMath } from './src/plugin/math';
import { remarkNotebook } from './src/plugin/remark';
import { running } from './src/plugin/running';
import { reading } from './src/theme/reading';

const here = __dirname;
const manifest = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));

/** Where the book's source lives: the repository that deploys it, or else the one that `package.json` names. */
const repository: string = process.env.GITHUB_REPOSITORY
  ? `https://github.com/${process.env.GITHUB_REPOSITORY}`
  : manifest.repository.url.replace(/\.git$/, '');
const owner = new URL(repository).pathname.split('/')[1];

interface BundlerRule {
  test?: unknown;
  use?: { loader: string; options?: object }[];
}

/**
 * Docusaurus writes CommonJS, which a package of `"type": "module"` reads as such only if told: its registry uses
 * `require.resolveWeak`, and the server's chunks are loaded by Node itself.
 */
const commonJs = (): Plugin => ({
  name: 'common-js',
  configureWebpack: (_, isServer) => ({
    module: { rules: [{ test: /[\\/]\.docusaurus[\\/].*\.js$/, type: 'javascript/auto' }] },
    ...(isServer && { output: { chunkFilename: 'assets/js/[name].cjs' } }),
  }),
});

/** The fonts' loader, told to leave small ones files: inlined, KaTeX's seven would make every page's style sheet twice as heavy. */
const asFiles = (rule: BundlerRule): BundlerRule =>
  rule.test instanceof RegExp && rule.test.test('.woff2')
    ? { ...rule, use: rule.use!.map((step) => ({ ...step, options: { ...step.options, limit: false } })) }
    : rule;

/** The bundler's cache on disk holds addresses below the base URL: each base URL gets a cache of its own. */
const cachePerBase = (): Plugin => ({
  name: 'cache-per-base',
  configureWebpack: (bundler) => {
    const cache = (bundler.experiments as { cache?: { version: string } } | undefined)?.cache;
    return cache ? { experiments: { cache: { version: `${cache.version} ${config.baseUrl}` } } as object } : {};
  },
});

/** What a page loads: fonts as files, and no chunk that gathers what only some pages need, such as Mermaid. */
const lightPages = (): Plugin => ({
  name: 'light-pages',
  configureWebpack: (bundler, isServer) => ({
    mergeStrategy: { 'module.rules': 'replace' },
    module: { rules: (bundler.module!.rules as BundlerRule[]).map(asFiles) as object[] },
    ...(!isServer && { optimization: { splitChunks: { cacheGroups: { common: false } } } }),
  }),
});

const baseUrl = process.env.BASE_URL ?? '/';

/** What makes the book one that can be installed: the manifest, which speaks of files beside it, the icon that Apple asks for, the colour of a window's frame. */
const installable: Config['headTags'] = [
  { tagName: 'link', attributes: { rel: 'manifest', href: `${baseUrl}manifest.webmanifest` } },
  { tagName: 'link', attributes: { rel: 'apple-touch-icon', href: `${baseUrl}img/icon-apple-180.png` } },
  { tagName: 'meta', attributes: { name: 'theme-color', media: '(prefers-color-scheme: light)', content: '#fcfbf8' } },
  { tagName: 'meta', attributes: { name: 'theme-color', media: '(prefers-color-scheme: dark)', content: '#15171b' } },
];

const config: Config = {
  title: 'The Live RecSys Handbook',
  tagline: manifest.description,
  favicon: 'img/favicon.svg',
  url: `https://${owner.toLowerCase()}.github.io`,
  baseUrl,
  headTags: installable,
  trailingSlash: true,
  // What a browser misses that shows no script's work is said by our own notices.
  baseUrlIssueBanner: false,
  organizationName: owner,
  projectName: new URL(repository).pathname.split('/')[2],
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'throw',
  onDuplicateRoutes: 'throw',
  future: { v4: true, faster: true },
  customFields: { repository, version: manifest.version },
  markdown: {
    mermaid: true,
    hooks: { onBrokenMarkdownLinks: 'throw', onBrokenMarkdownImages: 'throw' },
    parseFrontMatter: async (file) => {
      const page = await file.defaultParseFrontMatter(file);
      return { ...page, frontMatter: { ...reading(page.content), ...running(file.filePath, here), ...page.frontMatter } };
    },
  },
  plugins: [cachePerBase, lightPages, commonJs, './src/plugin/index.ts'],
  presets: [
    [
      'classic',
      {
        docs: {
          routeBasePath: '/',
          sidebarPath: './sidebars.ts',
          breadcrumbs: false,
          editUrl: ({ docPath }) => `${repository}/edit/main/docs/${docPath}`,
          remarkPlugins: [remarkMath, [remarkNotebook, { root: here }], remarkCode],
          rehypePlugins: [[rehypeMath, { root: here }]],
        },
        blog: false,
        theme: {
          customCss: [
            require.resolve('katex/dist/katex.min.css'),
            './src/css/fonts.css',
            './src/css/tokens.css',
            './src/css/bar.css',
            './src/css/page.css',
            './src/css/prose.css',
            './src/css/code.css',
            './src/css/print.css',
          ],
        },
      } satisfies Preset.Options,
    ],
  ],
  themes: [
    '@docusaurus/theme-mermaid',
    [
      '@easyops-cn/docusaurus-search-local',
      {
        hashed: 'filename',
        docsRouteBasePath: '/',
        indexBlog: false,
        explicitSearchResultPath: true,
        searchBarShortcutHint: true,
        // A formula is in the page twice, for screen readers and for the eye, and a work that is cited once more for paper; once is enough to be found.
        // Of a cell its title, code and words are.
        ignoreCssSelectors: ['.katex-mathml', '.on-paper', 'figure button', 'figure [role="img"]'],
      },
    ],
  ],
  themeConfig: {
    colorMode: { respectPrefersColorScheme: true },
    navbar: {
      title: 'The Live RecSys Handbook',
      items: [
        { to: '/theory/', label: 'Theory', activeBasePath: '/theory' },
        { to: '/deployment/', label: 'Deployment', activeBasePath: '/deployment' },
        { to: '/experimentation/', label: 'Experiments', activeBasePath: '/experimentation' },
        { to: '/leaderboard/', label: 'Leaderboard' },
        { type: 'custom-data', position: 'right' },
        { type: 'search', position: 'right' },
      ],
    },
    footer: {
      links: [
        { label: 'How to use', to: '/how-to-use/' },
        { label: 'Glossary', to: '/glossary/' },
        { label: 'References', to: '/references/' },
        { label: 'About', to: '/about/' },
        { label: 'Source', href: repository },
        { label: 'Report a mistake', href: `${repository}/issues/new/choose` },
      ],
      copyright: 'Code under MIT, prose under CC BY 4.0. No analytics, no cookies, nothing asked of other servers.',
    },
    tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
    // Code is coloured when the site is built: the theme has nothing to do, and no page loads the colours it would do it with.
    prism: { theme: { plain: {}, styles: [] } },
    mermaid: {
      theme: { light: 'neutral', dark: 'dark' },
      options: { fontFamily: 'system-ui, sans-serif', fontSize: 13 },
    },
  } satisfies Preset.ThemeConfig,
};

export default config;
