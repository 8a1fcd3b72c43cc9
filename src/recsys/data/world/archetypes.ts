/** The kinds of evening that viewers have: a mood is one of these, bent by the person who has it. */

/** What a mood wants. */
export interface Archetype {
  name: string;
  /** Liking of a genre; what is not named is `other`. */
  genres: Record<string, number>;
  other: number;
  /** Liking of each dimension of tone, in the order of `TONES`. */
  tones: number[];
  /** Added to the weight of appeal: below 0 for those who look off the high street. */
  mainstream: number;
  /** Relative frequency among women, men; in the age bands from young to old; multiplied where there are children at home. */
  sex: [number, number];
  ages: number[];
  children: number;
}

const young = [1.6, 1.4, 1, 0.7, 0.4, 0.3];
const any = [1, 1, 1, 1, 1, 1];
const old = [0.3, 0.5, 0.9, 1.4, 1.9, 2.2];

export const ARCHETYPES: Archetype[] = [
  { name: 'action night', genres: { Action: 1.6, Adventure: 0.7, Thriller: 0.6, 'Science Fiction': 0.6, 'Super Hero': 0.8, Western: 0.2 }, other: -0.7, tones: [0.1, 0.8, -0.1, -0.3, 0.4, 0.1, 0.7, 0.5], mainstream: 0.15, sex: [0.5, 1.5], ages: young, children: 0.8 },
  { name: 'other worlds', genres: { 'Science Fiction': 1.6, Fantasy: 1.3, 'Super Hero': 1, Adventure: 0.8 }, other: -0.8, tones: [0.2, 0.3, 0.8, -0.2, 0.7, 0, 0, 0], mainstream: 0.1, sex: [0.7, 1.3], ages: young, children: 1 },
  { name: 'date night', genres: { 'Romantic Comedy': 1.9, Comedy: 0.5, Musical: 0.6, Drama: 0.1 }, other: -0.8, tones: [-0.5, -0.1, -0.3, 1, -0.4, 0.4, -0.3, -0.6], mainstream: 0.1, sex: [1.7, 0.5], ages: [1.2, 1.3, 1, 0.8, 0.7, 0.6], children: 0.8 },
  { name: 'a laugh', genres: { Comedy: 1.6, 'Romantic Comedy': 0.4, 'Black Comedy': 0.4 }, other: -0.8, tones: [-0.7, 0.4, 0.1, 0.1, -0.3, 0.9, 0, -0.1], mainstream: 0.1, sex: [0.9, 1.1], ages: [1.5, 1.2, 1, 0.8, 0.7, 0.5], children: 1 },
  { name: 'with the children', genres: { Children: 2.4, Musical: 0.7, Adventure: 0.5, Fantasy: 0.5 }, other: -1.2, tones: [-0.7, 0.3, 0.2, 0.6, 0.1, 0.6, 0, -0.8], mainstream: 0.2, sex: [1.2, 0.8], ages: [0.3, 1, 1.6, 1.1, 0.6, 0.7], children: 9 },
  { name: 'fright', genres: { Horror: 2.1, Thriller: 0.6, 'Science Fiction': 0.2 }, other: -1, tones: [0.8, 0.2, 0.6, -0.5, -0.2, -0.1, 0.4, 0.8], mainstream: -0.05, sex: [0.8, 1.2], ages: [2, 1.4, 0.8, 0.5, 0.3, 0.1], children: 0.6 },
  { name: 'crime and suspense', genres: { Thriller: 1.8, Drama: 0.2, Action: 0.3 }, other: -0.7, tones: [0.8, 0.2, 0, -0.6, -0.2, -0.3, 0.7, 0.3], mainstream: 0.05, sex: [1, 1], ages: any, children: 0.8 },
  { name: 'serious drama', genres: { Drama: 1.4, 'True Story': 0.9, Historical: 0.5 }, other: -0.7, tones: [0.4, -0.7, -0.2, 0.3, -0.5, -0.8, -0.8, -0.2], mainstream: -0.15, sex: [1.2, 0.8], ages: [0.6, 0.8, 1, 1.3, 1.5, 1.4], children: 0.8 },
  { name: 'art house', genres: { Drama: 0.9, 'Black Comedy': 1.1, Documentary: 0.3 }, other: -0.6, tones: [0.3, -0.6, 1, -0.2, -0.7, 0, -0.9, 0], mainstream: -0.45, sex: [1, 1], ages: [0.9, 1.2, 1, 1, 1, 0.8], children: 0.5 },
  { name: 'history and war', genres: { Historical: 1.8, 'True Story': 0.9, Western: 0.8, Drama: 0.3, Action: 0.3 }, other: -0.8, tones: [0.4, -0.2, -0.4, -0.1, 1, -0.7, 0, 0.4], mainstream: -0.05, sex: [0.6, 1.4], ages: old, children: 0.8 },
  { name: 'classics', genres: { Drama: 0.5, Western: 0.8, Musical: 0.6, Thriller: 0.5, Comedy: 0.2 }, other: -0.3, tones: [0, -0.4, -0.2, 0.4, 0.2, -0.2, -0.2, -0.4], mainstream: -0.1, sex: [1, 1], ages: old, children: 0.6 },
  { name: 'real life and music', genres: { Documentary: 2.2, Concert: 2, 'True Story': 1.1, Musical: 0.8 }, other: -0.9, tones: [0, -0.4, 0, 0, -0.2, -0.3, -0.9, -0.3], mainstream: -0.3, sex: [1, 1], ages: [0.6, 0.9, 1.1, 1.2, 1.2, 1.1], children: 0.6 },
  { name: 'big adventure', genres: { Adventure: 1.7, Action: 0.6, Fantasy: 0.7, 'Super Hero': 0.6, Children: 0.3 }, other: -0.7, tones: [-0.3, 0.6, 0.2, 0.2, 0.9, 0.2, 0.4, 0], mainstream: 0.25, sex: [0.9, 1.1], ages: any, children: 1.4 },
  { name: 'dark humour', genres: { 'Black Comedy': 1.8, Comedy: 0.8, Thriller: 0.4, Drama: 0.1 }, other: -0.8, tones: [0.5, 0.1, 0.7, -0.6, -0.3, 0.9, -0.2, 0.4], mainstream: -0.1, sex: [0.8, 1.2], ages: [1.3, 1.4, 1, 0.8, 0.5, 0.3], children: 0.6 },
]; // prettier-ignore
