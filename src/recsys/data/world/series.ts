/** Which films belong together: series found by their titles, and some whose titles do not say so. */

// Parts whose titles share no beginning.
const KNOWN: [RegExp, string][] = [
  [/^(Star Wars|The Empire Strikes Back|Return of the Jedi)/, 'Star Wars'],
  [/^(Raiders of the Lost Ark|Indiana Jones)/, 'Indiana Jones'],
  [/^(Batman|The Dark Knight)/, 'Batman'],
  [/^(The )?(Silence of the Lambs|Hannibal$|Red Dragon|Hannibal Rising)/, 'Hannibal Lecter'],
  [/^(First Blood|Rambo)/, 'Rambo'],
  [/^(The Matrix|The Animatrix)/, 'The Matrix'],
  [/^(The Bourne)/, 'Bourne'],
  [/^(Harry Potter)/, 'Harry Potter'],
  [/^(X-Men|X2$)/, 'X-Men'],
  [/^(The Da Vinci Code|Angels & Demons)/, 'Robert Langdon'],
  [/^(The Fast and the Furious|2 Fast 2 Furious|Fast and Furious|Fast & Furious)/, 'The Fast and the Furious'],
  [/^Ocean's (Eleven|Twelve|Thirteen)/, 'Ocean’s'],
  [/^Meet the (Parents|Fockers)|^Little Fockers/, 'Meet the Parents'],
  [/^(Pitch Black|The Chronicles of Riddick)/, 'Riddick'],
  [/^(Night|Dawn|Day|Land|Diary|Survival) of the (Living )?Dead/, 'Living Dead'],
  [/^(Per un pugno di dollari|Per qualche dollaro in più|The Good, the Bad)/, 'Dollars'],
  [/planet of the apes/i, 'Planet of the Apes'],
  [/^(28 Days Later|28 Weeks Later)/, '28 Days Later'],
  [/^(Dr\. No|From Russia With Love|Goldfinger|Thunderball|You Only Live Twice|On Her Majesty's Secret Service|Diamonds Are Forever|Live and Let Die|The Man with the Golden Gun|The Spy Who Loved Me|Moonraker|For Your Eyes Only|Octopussy|A View to a Kill|The Living Daylights|Licence to Kill|License to Kill|GoldenEye|Tomorrow Never Dies|The World is Not Enough|Die Another Day|Casino Royale|Quantum of Solace|Never Say Never Again)$/i, 'James Bond'],
  [/^(Alien|Aliens|Alien³|Alien: Resurrection)$/, 'Alien'],
  [/^(Terminator|The Terminator)/, 'Terminator'],
  [/^(Rocky)/, 'Rocky'],
  [/^(Clear and Present Danger|Patriot Games|The Hunt for Red October|The Sum of All Fears)$/, 'Jack Ryan'],
]; // prettier-ignore

// Beginnings that several films share by chance.
const NOT_SERIES = new Set(['princess', 'mission', 'ghost', 'crash', 'the island', 'island', 'twilight', 'notorious', 'hamlet', 'bad boys of summer', 'calling', 'work', 'sex', 'alamo', 'king kong', 'ben-hur', 'house of wax', 'around the world in', 'death at a funeral', '20,000 leagues under the sea']); // prettier-ignore

/** The part of a title that its sequels keep. */
function stem(title: string): string {
  return title
    .replace(/^(The|A) /, '')
    .split(
      /: | - | (?:and|&) the | (?:Part|Volume|Episode|Vol\.)? ?(?:\d{1,2}|II|III|IV|V|VI|VII|VIII|IX|X|Number Two)(?=$|:| )/,
    )[0]
    .replace(/ Part$/, '')
    .trim()
    .toLowerCase();
}

/** For each film its series' name, or empty where it stands alone, and its place in it by year. */
export function findSeries(films: readonly { title: string; year?: number }[]): { series: string; part: number }[] {
  const groups = new Map<string, number[]>();
  const names = films.map(({ title }, i) => {
    const known = KNOWN.find(([pattern]) => pattern.test(title))?.[1];
    const own = stem(title);
    const name = known ?? (own.length < 3 || NOT_SERIES.has(own) ? `${i}` : own);
    groups.set(name, [...(groups.get(name) ?? []), i]);
    return name;
  });
  const parts = new Map<number, number>();
  for (const members of groups.values()) {
    members.sort((a, b) => (films[a].year ?? 0) - (films[b].year ?? 0) || a - b);
    members.forEach((film, n) => parts.set(film, n + 1));
  }
  return names.map((name, i) => (groups.get(name)!.length > 1 ? { series: name, part: parts.get(i)! } : { series: '', part: 0 }));
}
