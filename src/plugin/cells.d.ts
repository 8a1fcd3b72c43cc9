/** A notebook as a page imports it: its cells as data. */
declare module '*.ts?cells' {
  const notebook: import('../notebook/chapter').Chapter;
  export default notebook;
}

declare module '*.ts?cells&whole' {
  const notebook: import('../notebook/chapter').Chapter;
  export default notebook;
}
