/**
 * The repairs of the film table that `vega-datasets` ships, one function each, in the order they are applied.
 *
 * The table is known for its faults (its readers use it to practise cleaning); these are the ones that were found, how each shows, and what
 * was done. `npx tsx scripts/catalogue.ts` prints how many rows each repair touched.
 */

/** A row of the film table: what of it is a fact about the film. */
export interface RawFilm {
  Title: string | number | null;
  'Release Date': string;
  'MPAA Rating': string | null;
  'Running Time min': number | null;
  Source: string | null;
  'Major Genre': string | null;
  'Creative Type': string | null;
  Director: string | null;
}

/** A cleaned film. */
export interface Film {
  /** 1-based number of the row in the raw table. */
  id: string;
  title: string;
  /** Absent where the table's date is a placeholder. */
  year?: number;
  genres: string[];
  director: string;
  minutes?: number;
  ageRating: string;
}

/** One repair: what it does to a film, and whether it had to. */
export interface Repair {
  name: string;
  why: string;
  /** Changes the film in place; `true` if it did, `'drop'` if the film must go. */
  apply(film: Film, raw: RawFilm): boolean | 'drop';
}

// Code points of Mac Roman above 127 that occur here, and the Latin-1 characters whose bytes they were.
const MAC_ROMAN: Record<string, string> = {
  È: 'é', Ù: 'ô', Í: 'ê', Ë: 'è', Û: 'ó', '˘': 'ù', Î: 'ë', '‰': 'ä', '‡': 'à', '·': 'á', Ω: '½', Ö: '…',
}; // prettier-ignore

// Famous films whose genre the table leaves out; facts that any film guide agrees on.
const GENRES: Record<string, string[]> = {
  Drama: [
    'The Godfather', 'The Godfather: Part II', "One Flew Over the Cuckoo's Nest", "It's a Wonderful Life", 'To Kill A Mockingbird',
    'The Elephant Man', 'On the Waterfront', 'Patton', 'Midnight Cowboy', 'A Streetcar Named Desire', 'The Hustler', 'In the Heat of the Night',
    'From Here to Eternity', 'Gallipoli', 'A Man for All Seasons', 'The Lost Weekend', 'My Life Without Me', 'In Cold Blood', 'Eraserhead',
    'How Green Was My Valley', 'The Misfits', 'Fish Tank', "Gentleman's Agreement", 'Coming Home', 'Elmer Gantry', 'War and Peace',
    'The Ten Commandments', 'Requiem for a Dream',
  ],
  'Thriller/Suspense': [
    'Reservoir Dogs', 'Strangers on a Train', 'The French Connection', '11:14', 'Following', 'Spellbound', 'Frenzy', 'Notorious', 'Dressed to Kill',
    'Torn Curtain', 'The Wrong Man', 'Family Plot', 'The Postman Always Rings Twice', 'Topaz', 'Niagara',
  ],
  Adventure: ['2001: A Space Odyssey', 'King Kong', 'The Great Escape', "Logan's Run", 'The Day the Earth Stood Still', 'The Black Hole',
    'Escape from the Planet of the Apes', 'Conquest of the Planet of the Apes', 'Battle for the Planet of the Apes', 'Mutiny on The Bounty',
    'The Planet of the Apes'],
  Comedy: ['Monty Python and the Holy Grail', 'Some Like it Hot', 'The Sting', 'Young Frankenstein', "It's a Mad Mad Mad Mad World", 'UHF',
    'The Trouble With Harry', "You Can't Take It With You", 'M*A*S*H', 'High Anxiety', 'Human Traffic', 'Welcome to Collinwood'],
  Musical: ["Singin' in the Rain", 'Willy Wonka & the Chocolate Factory', 'West Side Story', 'Popeye', "Pete's Dragon"],
  Horror: ["Rosemary's Baby", 'House of Wax', 'The Last House on the Left', 'Session 9', 'The Howling', 'Maniac'],
  Western: ['High Noon', 'The Man Who Shot Liberty Valance', 'Red River', 'Pat Garrett and Billy the Kid', 'She Wore a Yellow Ribbon'],
  Action: ['Death Race 2000', 'Wasabi', 'Centurion'],
}; // prettier-ignore

const genreByTitle = new Map(Object.entries(GENRES).flatMap(([genre, titles]) => titles.map((title) => [title, genre] as const)));

// Creative types that viewers call genres.
const GENRE_OF_TYPE: Record<string, string> = {
  'Science Fiction': 'Science Fiction',
  Fantasy: 'Fantasy',
  'Super Hero': 'Super Hero',
  'Kids Fiction': 'Children',
  'Historical Fiction': 'Historical',
  Dramatization: 'True Story',
};

const date = (raw: RawFilm) => ({ day: raw['Release Date'].slice(0, 6), year: Number(raw['Release Date'].slice(-4)) });

/** Every repair, in order. */
export const REPAIRS: Repair[] = [
  {
    name: 'no title',
    why: 'a film that cannot be named cannot be recommended: dropped',
    apply: (_, raw) => raw.Title === null && 'drop',
  },
  {
    name: 'number as title',
    why: 'titles such as 300 or 2012 were stored as numbers: written as text (they arrive here as text already)',
    apply: (_, raw) => typeof raw.Title === 'number',
  },
  {
    name: 'encoding of the title',
    why: 'Latin-1 bytes were read as Mac Roman (`AmÈlie`): each such character is put back',
    apply: (film) =>
      replaceTitle(
        film,
        film.title.replace(/[ÈÙÍËÛ˘Î‰‡·ΩÖ]/g, (character) => MAC_ROMAN[character]),
      ),
  },
  {
    name: 'article after a comma',
    why: '`Barbarians, The` is sorted for a shelf: the article goes in front again',
    apply: (film) => replaceTitle(film, film.title.replace(/^(.*), (The|A|An|Les|La|Le)$/, '$2 $1')),
  },
  {
    name: 'spaces in the title',
    why: 'runs of spaces become one',
    apply: (film) => replaceTitle(film, film.title.replace(/\s+/g, ' ').trim()),
  },
  {
    name: 'year in the title',
    why: '`King Kong (1933)` says its year twice: it is taken out of the title',
    apply: (film) => replaceTitle(film, film.title.replace(/ \((19|20)\d\d\)$/, '')),
  },
  {
    name: 'century of the date',
    why: 'years such as 2033 come from two digits (the table is of 2010): a hundred years are taken off',
    apply: (film) => film.year! > 2011 && ((film.year! -= 100), true),
  },
  {
    name: 'date of nothing',
    why: 'Dec 31 1969 is second zero of 1970 in a western time zone, where a date was missing: the year becomes unknown',
    apply: (film, raw) => raw['Release Date'] === 'Dec 31 1969' && ((film.year = undefined), true),
  },
  {
    name: 'day before the year',
    why: 'Dec 31 of a year before 1993 is Jan 1 of the next, shifted by a time zone (Casablanca 1941, Rebecca 1939): a year is added',
    apply: (film, raw) =>
      date(raw).day === 'Dec 31' &&
      film.year !== undefined &&
      film.year < 1993 &&
      film.title !== 'The Deer Hunter' &&
      ((film.year += 1), true),
  },
  {
    name: 'not yet released',
    why: 'a film announced for the end of 2011 in a table of 2010: dropped',
    apply: (_, raw) => raw['Release Date'].endsWith('2011') && !raw['Release Date'].startsWith('Jan') && 'drop',
  },
  {
    name: 'genre left out',
    why: 'some of the best known films have no genre: written in by hand',
    apply: (film) =>
      film.genres.length === 0 && genreByTitle.has(film.title) && (film.genres.push(genreByTitle.get(film.title)!), true),
  },
  {
    name: 'no genre',
    why: 'films without a genre, little known, dropped',
    apply: (film) => film.genres.length === 0 && 'drop',
  },
  {
    name: 'creative type as genre',
    why: 'science fiction, fantasy and children’s films stand in another column: added to the genres',
    apply: (film, raw) => {
      const genre = GENRE_OF_TYPE[raw['Creative Type'] ?? ''];
      return genre !== undefined && (film.genres.push(genre), true);
    },
  },
  {
    name: 'genre with a slash',
    why: '`Thriller/Suspense` and `Concert/Performance` are one genre each: Thriller, Concert',
    apply: (film) => {
      const before = film.genres[0];
      film.genres[0] = before.split('/')[0];
      return film.genres[0] !== before;
    },
  },
  {
    name: 'rating `Open`',
    why: 'no such age rating exists: Not Rated, as where it is missing',
    apply: (film) => (film.ageRating === 'Open' || film.ageRating === '') && ((film.ageRating = 'Not Rated'), true),
  },
];

function replaceTitle(film: Film, title: string): boolean {
  const changed = title !== film.title;
  film.title = title;
  return changed;
}

/** The cleaned table and what each repair did. Duplicates (same title and year) are dropped last. */
export function cleanFilms(table: readonly RawFilm[]): {
  films: Film[];
  report: { repair: string; why: string; rows: number }[];
} {
  const counts = new Map<string, number>();
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const films: Film[] = [];
  const known = new Set<string>();
  table.forEach((raw, row) => {
    const film: Film = {
      id: String(row + 1),
      title: String(raw.Title ?? ''),
      year: date(raw).year,
      genres: raw['Major Genre'] === null ? [] : [raw['Major Genre']],
      director: raw.Director ?? '',
      minutes: raw['Running Time min'] ?? undefined,
      ageRating: raw['MPAA Rating'] ?? '',
    };
    for (const repair of REPAIRS) {
      const done = repair.apply(film, raw);
      if (done) count(repair.name);
      if (done === 'drop') return;
    }
    const key = `${film.title.toLowerCase().replace(/^the |[^a-z0-9]/g, '')} ${film.year}`;
    if (known.has(key)) return void count('duplicate');
    known.add(key);
    films.push(film);
  });
  const report = [...REPAIRS, { name: 'duplicate', why: 'same title and year as an earlier row: dropped' }].map(
    ({ name, why }) => ({
      repair: name,
      why,
      rows: counts.get(name) ?? 0,
    }),
  );
  return { films, report };
}
