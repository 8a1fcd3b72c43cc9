/** What `npm run mutate` tries, and how its results are told. */

/** The rooms whose tests must be able to fail, with their folders. */
export const ROOMS = { metrics: 'src/recsys/metrics', experiment: 'src/recsys/experiment', kernel: 'src/kernel' };

/** The least score, in per cent. */
export const MUTANTS_KILLED = 80;

const KILLED = ['Killed', 'Timeout'];
const LIVES = ['Survived', 'NoCoverage'];
const score = (killed, all) => Math.round((1000 * killed) / all) / 10;

/** The part of a source that a mutant replaces, on one line. */
function original(lines, { start, end }) {
  const part = lines.slice(start.line - 1, end.line);
  part[part.length - 1] = part.at(-1).slice(0, end.column - 1);
  part[0] = part[0].slice(start.column - 1);
  return brief(part.join('\n'));
}

function brief(code) {
  const line = code.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

/**
 * Scores and survivors of a room's files, from a report in the schema of mutation-testing-elements; `untried` are the files that it lacks.
 * Mutants that were left out, or that no engine can run, do not count.
 */
export function summary(report, room) {
  const files = {};
  let killed = 0;
  let all = 0;
  for (const [path, { source, mutants }] of room.filter((file) => report.files[file]).map((file) => [file, report.files[file]])) {
    const lines = source.split('\n');
    const dead = mutants.filter(({ status }) => KILLED.includes(status)).length;
    const alive = mutants.filter(({ status }) => LIVES.includes(status));
    if (dead + alive.length === 0) continue;
    killed += dead;
    all += dead + alive.length;
    files[path] = {
      score: score(dead, dead + alive.length),
      mutants: dead + alive.length,
      survivors: alive
        .sort((a, b) => a.location.start.line - b.location.start.line || a.location.start.column - b.location.start.column)
        .map(({ location, replacement, status }) => {
          const change = `${location.start.line}: ${original(lines, location)} → ${brief(replacement)}`;
          return status === 'NoCoverage' ? `${change} (no test comes here)` : change;
        }),
    };
  }
  return { score: score(killed, all), mutants: all, untried: room.filter((path) => !report.files[path]), files };
}

/** The scores as a table in Markdown. */
export function scoresTable(results) {
  const rows = Object.entries(results).map(([room, { score: killed, mutants, untried, files }]) => {
    const survivors = Object.values(files).reduce((sum, file) => sum + file.survivors.length, 0);
    const [weakest, { score: least }] = Object.entries(files).sort(([, a], [, b]) => a.score - b.score)[0];
    const tried = untried.length ? `, without ${untried.length} files that were not tried` : '';
    return `| [${room}](./${room}.json)${tried} | ${mutants} | ${survivors} | ${killed.toFixed(1)} % | \`${weakest}\`, ${least.toFixed(1)} % |`;
  });
  return ['| room | mutants | survivors | killed | least by file |', '| --- | ---: | ---: | ---: | --- |', ...rows].join('\n');
}

/** A page with the table between its two marks. */
export function withTable(page, table) {
  const marks = /(<!-- scores -->\n)[^]*?(\n<!-- \/scores -->)/;
  if (!marks.test(page)) throw new Error('the page must have the marks <!-- scores --> and <!-- /scores -->');
  return page.replace(marks, (_, before, after) => `${before}\n${table}\n${after}`);
}
