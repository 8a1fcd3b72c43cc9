/** What would teach the browser more languages to colour: code is coloured when the site is built. */
export default function prismIncludeLanguages(): void {}
