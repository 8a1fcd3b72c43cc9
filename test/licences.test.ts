/** What is installed for the book to run on, by its licence and its scripts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Licences that let anyone use, change and pass on, for whatever end, as long as their notice goes along. */
const FREE = [
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'Python-2.0',
];

/** Others, each for a reason. */
const EXCEPTIONS: Record<string, string> = {
  '@fontsource-variable/jetbrains-mono': 'OFL-1.1', // a font, unchanged
  '@fontsource-variable/source-serif-4': 'OFL-1.1',
  'caniuse-lite': 'CC-BY-4.0', // data for the build
  lightningcss: 'MPL-2.0', // builds the style sheets, is no part of them
  'lunr-languages': 'MPL-1.1', // of the search's plugin; English needs none of it
};

/** Packages whose manifest names no licence, and what their licence file says. */
const BY_FILE: Record<string, RegExp> = {
  khroma: /The MIT License/,
  'require-like': /Permission is hereby granted, free of charge/,
  'typed-function': /The MIT License/,
};

interface Locked {
  version?: string;
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
  optional?: boolean;
  hasInstallScript?: boolean;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
const production = Object.entries(lock.packages).filter(([path, { dev, devOptional }]) => path && !dev && !devOptional);

/** A licence in words of SPDX: any of an `OR`, all of an `AND`. */
function isFree(licence: string): boolean {
  const words = licence.replace(/[()]/g, '');
  if (words.includes(' OR ')) return words.split(' OR ').some(isFree);
  return words.split(' AND ').every((one) => FREE.includes(one.trim()));
}

/** The licence that a package names, in today's form or an older one. */
function licenceOf(path: string, { license }: Locked): string | undefined {
  if (license || !existsSync(join(path, 'package.json'))) return license;
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as {
    license?: string;
    licenses?: { type: string }[];
  };
  return manifest.license ?? manifest.licenses?.map(({ type }) => type).join(' OR ');
}

/** Why a package may not be used, or nothing. */
function fault([path, locked]: [string, Locked]): string | undefined {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const licence = licenceOf(path, locked);
  if (licence && (isFree(licence) || EXCEPTIONS[name] === licence)) return undefined;
  if (!licence && BY_FILE[name]) {
    const file = readdirSync(path).find(
      (entry) => /^(licen[cs]e|readme)/i.test(entry) && BY_FILE[name].test(readFileSync(join(path, entry), 'utf8')),
    );
    if (file) return undefined;
  }
  // The builds of a package for one platform are its own.
  const whole = name.replace(/-(darwin|linux|win32|android|freebsd)-.*/, '');
  if (locked.optional && EXCEPTIONS[whole] === licence) return undefined;
  return `${name}: ${licence ?? 'no licence'}`;
}

describe('what the book runs on', () => {
  it('is free to use, change and pass on, package by package', () => {
    expect(production.length).toBeGreaterThan(500);
    expect(production.map(fault).filter(Boolean)).toEqual([]);
  });

  it('finds a licence that is not, so that it could fail', () => {
    expect(['GPL-3.0', 'MIT AND SSPL-1.0', 'UNLICENSED'].filter(isFree)).toEqual([]);
  });

  it('runs scripts when it is installed only where that is known and harmless', () => {
    const scripts = production.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
    // The first looks whether its build for this platform is there, the second prints a request for donations.
    expect(scripts).toEqual(['node_modules/@swc/core', 'node_modules/core-js']);
  });

  it('has one TensorFlow.js: none of the old one that danfojs names', () => {
    const tensors = Object.entries(lock.packages).filter(([path]) => /@tensorflow\/[^/]+$/.test(path));
    expect(tensors.length).toBeGreaterThan(3);
    expect(tensors.filter(([, { version }]) => !version?.startsWith('4.'))).toEqual([]);
  });
});
