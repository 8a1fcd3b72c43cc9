/** The sidebar: three parts, their groups, and of the chapters those that are written. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SidebarsConfig } from '@docusaurus/plugin-content-docs';
import { chapters, parts } from './contents';
import type { Part } from './contents';

type Items = Extract<SidebarsConfig[string], readonly unknown[]>[number][];

const docs = join(__dirname, 'docs');
const written = chapters.filter(({ id }) => existsSync(join(docs, `${id}.mdx`)));

function items(part: Part): Items {
  const own = written.filter((chapter) => chapter.part === part.number);
  const link = ({ id, title }: (typeof own)[number]) => ({ type: 'doc' as const, id, label: title });
  const groups = [...new Set(own.map((chapter) => chapter.group))];
  return groups.flatMap((group): Items => {
    const links = own.filter((chapter) => chapter.group === group).map(link);
    return group
      ? [{ type: 'category' as const, label: group, collapsible: false, className: 'sidebar-group', items: links }]
      : links;
  });
}

const sidebars: SidebarsConfig = {
  book: [
    ...parts.map((part) => ({
      type: 'category' as const,
      label: `Part ${part.number} · ${part.title}`,
      link: { type: 'doc' as const, id: `${part.folder}/index` },
      collapsible: false,
      className: 'sidebar-part',
      items: items(part),
    })),
    {
      type: 'category',
      label: 'This book',
      collapsible: false,
      className: 'sidebar-group',
      items: ['how-to-use', 'leaderboard', 'glossary', 'notation', 'references', 'about'].map((id) => ({
        type: 'doc' as const,
        id,
      })),
    },
  ],
};

export default sidebars;
