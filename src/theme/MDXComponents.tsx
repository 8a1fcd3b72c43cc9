/**
 * What every page may write without an import. `<Value>` and `<File>` are not here: they are settled when the site is built; nor are
 * figures: a page that shows one imports it from `components/figures` by its name.
 */
import MDXComponents from '@theme-original/MDXComponents';
import { Cell } from '../components/Cell/Cell';
import PartContents from './PartContents';

export default { ...MDXComponents, Cell, PartContents };
