/** A font's file, as the bundler sees it: its address on the site. */
declare module '*.woff2' {
  const address: string;
  export default address;
}
