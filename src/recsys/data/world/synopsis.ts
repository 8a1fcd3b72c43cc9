/**
 * Short fictional synopses by a seeded grammar: who, where and what trouble come from the genres, the manner from the film's tones. They are
 * simulated text for text methods to read; nothing in them is about the real film.
 */
import { random } from '../../math/random';
import type { Random } from '../../math/random';
import type { ItemFacts } from '../../types';
import { hash } from './films';

interface Scene {
  places: string[];
  heroes: string[];
  troubles: string[];
}

const SCENES: Record<string, Scene> = {
  Drama: {
    places: [
      'in a fading mill town',
      'in a crowded family house',
      'on a lonely farm',
      'in a city apartment',
      'in a small parish',
    ],
    heroes: ['a widowed teacher', 'a failing boxer', 'an estranged sister', 'a retired nurse', 'a young father'],
    troubles: [
      'must forgive an old betrayal',
      'faces an illness no one will name',
      'tries to hold a broken family together',
      'returns to settle a debt',
      'learns what a lie has cost',
    ],
  },
  Comedy: {
    places: [
      'in a noisy office',
      'at a disastrous wedding',
      'in a college dormitory',
      'on a cheap holiday',
      'in a suburban street',
    ],
    heroes: ['a hopeless salesman', 'a lazy roommate', 'a nervous groom', 'a washed-up comedian', 'a jealous neighbour'],
    troubles: [
      'gets stuck in a ridiculous mix-up',
      'must keep up an absurd lie',
      'tries to win a silly contest',
      'loses everything after one wild party',
      'has a single day to fix a huge blunder',
    ],
  },
  Action: {
    places: ['in a city under siege', 'on a hijacked train', 'along the border', 'in a ruined port', 'on a speeding convoy'],
    heroes: ['a disgraced soldier', 'a rogue detective', 'an ex-convict driver', 'a hired bodyguard', 'a lone marine'],
    troubles: [
      'must stop a deadly attack',
      'fights through an army of mercenaries',
      'hunts the gang that killed a partner',
      'races to disarm a stolen bomb',
      'is chased by both police and killers',
    ],
  },
  Adventure: {
    places: [
      'across an uncharted sea',
      'in a lost valley',
      'over frozen mountains',
      'deep in the jungle',
      'beyond the edge of the map',
    ],
    heroes: ['a reckless explorer', 'a shipwrecked crew', 'a young treasure hunter', 'an old sailor', 'a band of outcasts'],
    troubles: [
      'seeks a buried treasure',
      'must cross a perilous wilderness',
      'follows a forgotten map',
      'races a ruthless rival to a hidden city',
      'sets out on a dangerous quest',
    ],
  },
  Thriller: {
    places: ['in a rain-soaked city', 'in a locked hotel', 'inside a law firm', 'on a remote island', 'in a quiet suburb'],
    heroes: ['a weary detective', 'a witness in hiding', 'an ambitious lawyer', 'a suspicious wife', 'a professional thief'],
    troubles: [
      'uncovers a murder that points home',
      'is framed for a killing',
      'follows a trail of blackmail',
      'plays a dangerous game with a stalker',
      'plans one last robbery that goes wrong',
    ],
  },
  Horror: {
    places: [
      'in an abandoned hospital',
      'in a cursed house',
      'at a lakeside camp',
      'in a fog-bound village',
      'under an old church',
    ],
    heroes: ['a group of teenagers', 'a grieving mother', 'a sceptical priest', 'a night watchman', 'a family of newcomers'],
    troubles: [
      'awakens a ghost that will not rest',
      'is stalked by a masked killer',
      'finds that the dead walk',
      'is haunted by a demon',
      'discovers a cult and its blood rites',
    ],
  },
  'Romantic Comedy': {
    places: [
      'in a New York bookshop',
      'at a seaside inn',
      'in a busy newsroom',
      'on a string of blind dates',
      'in a London flat',
    ],
    heroes: ['a cynical columnist', 'a jilted bride', 'an old school friend', 'a shy bookseller', 'a wedding planner'],
    troubles: [
      'falls in love with the wrong suitor',
      'pretends to be engaged',
      'bets against romance and loses',
      'must choose between two sweethearts',
      'meets an old flame again',
    ],
  },
  Musical: {
    places: ['on a Broadway stage', 'in a dance hall', 'in a travelling show', 'in a music school'],
    heroes: ['a chorus girl', 'a young singer', 'a struggling composer', 'a street dancer'],
    troubles: [
      'sings for one last chance',
      'puts on a show against all odds',
      'dances out of poverty',
      'finds a voice and a song',
    ],
  },
  Documentary: {
    places: ['across four continents', 'inside a closed institution', 'in the archives', 'on the open road'],
    heroes: ['a patient camera crew', 'a campaigning reporter', 'a circle of witnesses', 'a team of scientists'],
    troubles: [
      'examines how a scandal came about',
      'follows ordinary lives for a year',
      'asks what we have done to nature',
      'records voices never heard before',
    ],
  },
  Western: {
    places: ['on the frontier', 'in a dusty mining town', 'along the cattle trail', 'at a desert outpost'],
    heroes: ['an ageing gunslinger', 'a stubborn sheriff', 'a homesteader', 'a bounty hunter'],
    troubles: ['defends a town against outlaws', 'rides out for revenge', 'faces a final duel', 'guards a stagecoach of gold'],
  },
  'Black Comedy': {
    places: ['in a respectable suburb', 'in a failing company', 'at a funeral', 'in a motel off the highway'],
    heroes: ['a bored hit man', 'a vain executive', 'a scheming couple', 'a family of misfits'],
    troubles: [
      'hides a body and the bill',
      'plots an inept kidnapping',
      'watches a petty crime grow monstrous',
      'sells its soul by instalments',
    ],
  },
  Concert: {
    places: ['before a roaring arena', 'backstage on tour'],
    heroes: ['a beloved band', 'a great performer'],
    troubles: ['plays the show of a lifetime', 'looks back through the songs'],
  },
};

const TWISTS: Record<string, string[]> = {
  'Science Fiction': [
    'aboard a silent spaceship',
    'in a future run by machines',
    'after a signal from another planet',
    'when an alien visitor lands',
    'through a hole in time',
  ],
  Fantasy: [
    'where dragons still wake',
    'under a wizard’s spell',
    'through a door to a magic kingdom',
    'with an enchanted sword',
    'among elves and ghosts of old tales',
  ],
  'Super Hero': [
    'with powers no one asked for',
    'behind a mask and a cape',
    'against a masked villain',
    'in a city that needs a hero',
  ],
  Children: [
    'with a talking animal for a friend',
    'on a magical school holiday',
    'with a clever puppy at heel',
    'among toys that come alive',
  ],
  Historical: [
    'during a forgotten war',
    'at the court of a doomed king',
    'in the last days of an empire',
    'in occupied Europe',
    'as revolution nears',
  ],
  'True Story': [
    'in a case that made the papers',
    'after a real trial',
    'following a life on record',
    'as it was told by those who were there',
  ],
};

// For each dimension of TONES: words for its low and its high pole.
const MANNERS: [string[], string[]][] = [
  [
    ['bright', 'sunny', 'cheerful', 'light-hearted'],
    ['dark', 'bleak', 'grim', 'shadowy'],
  ],
  [
    ['slow', 'unhurried', 'patient', 'quietly paced'],
    ['fast', 'breathless', 'headlong', 'furious'],
  ],
  [
    ['plain', 'down-to-earth', 'realistic', 'straightforward'],
    ['strange', 'dreamlike', 'surreal', 'uncanny'],
  ],
  [
    ['cold', 'detached', 'icy', 'unsentimental'],
    ['warm', 'tender', 'affectionate', 'big-hearted'],
  ],
  [
    ['intimate', 'small-scale', 'private', 'close-up'],
    ['epic', 'sweeping', 'grand', 'spectacular'],
  ],
  [
    ['earnest', 'solemn', 'sincere', 'sober'],
    ['playful', 'witty', 'mischievous', 'ironic'],
  ],
  [
    ['thoughtful', 'reflective', 'philosophical', 'subtle'],
    ['thrilling', 'suspenseful', 'pulse-racing', 'gripping'],
  ],
  [
    ['gentle', 'harmless', 'family-friendly', 'mild'],
    ['brutal', 'violent', 'bloody', 'savage'],
  ],
];

const ENDS: [string[], string[]][] = [
  [['Hope is never far away.', 'It all ends in laughter and daylight.'], ['No one comes out of it clean.', 'The night seems to have no end.']],
  [['Much is said in long silences.', 'It takes its time, and earns it.'], ['There is hardly a minute to breathe.', 'The chase never lets up.']],
  [['Every detail is taken from life.', 'Nothing happens that could not happen next door.'], ['Nothing is quite what it seems.', 'Reality slips, and then slips again.']],
  [['It watches without pity.', 'No embrace is offered.'], ['Friendship and love carry the day.', 'Kindness turns out to be the stronger force.']],
  [['Most of it plays in a single room.', 'The world is no larger than two faces.'], ['Armies, oceans and empires fill the screen.', 'The scale is as wide as the horizon.']],
  [['It means every word.', 'Duty and conscience weigh on each choice.'], ['The jokes come at the worst of times.', 'Nobody manages to keep a straight face.']],
  [['It leaves a question behind.', 'Ideas matter more than blows.'], ['The suspense tightens until the last scene.', 'One false step will be fatal.']],
  [['Nobody gets hurt, and the little ones may watch.', 'A comfort from first to last.'], ['The violence is shown without mercy.', 'Blood is spilled, and then more.']],
]; // prettier-ignore

const pick = <T>(list: readonly T[], r: Random): T => list[r.int(list.length)];
const capital = (text: string) => text[0].toUpperCase() + text.slice(1);

/** A synopsis of 30 to 60 words. */
export function synopsis(film: ItemFacts, tones: readonly number[], seed: number): string {
  const r = random(seed + hash(`synopsis ${film.id}`));
  const scene = SCENES[film.genres[0]] ?? SCENES.Drama;
  const twist = TWISTS[film.genres[1] ?? ''];
  const strong = tones.map((tone, t) => ({ t, tone })).sort((a, b) => Math.abs(b.tone) - Math.abs(a.tone) || a.t - b.t);
  const manner = (n: number) => pick(MANNERS[strong[n].t][strong[n].tone < 0 ? 0 : 1], r);
  const end = (n: number) => pick(ENDS[strong[n].t][strong[n].tone < 0 ? 0 : 1], r);
  const where = twist ? `${pick(scene.places, r)}, ${pick(twist, r)}` : pick(scene.places, r);
  const opening = `${capital(where)}, ${pick(scene.heroes, r)} ${pick(scene.troubles, r)}.`;
  const frame = pick(['Told in a', 'The mood is', 'It unfolds in a', 'The telling is'], r);
  const how = frame.endsWith(' is')
    ? `${frame} ${manner(0)}, ${manner(1)} and ${manner(2)}.`
    : `${frame} ${manner(0)}, ${manner(1)} manner, ${manner(2)} throughout.`;
  let text = `${opening} ${how} ${end(0)} ${end(1)}`;
  for (let n = 2; n < 5 && count(text) < 32; n++) text += ` ${end(n)}`;
  return text.replace(/\ba (?=[aeiou])/g, 'an ');
}

const count = (text: string) => text.split(/\s+/).length;
