/**
 * What every page may write without an import. `<Value>` and `<File>` are not here: they are settled when the site is built; nor are
 * figures and the leaderboard: a page that shows one is given the import.
 */
import CodeBlock from '@theme/CodeBlock';
import MDXComponents from '@theme-original/MDXComponents';
import { Cell } from '../components/Cell/Cell';
import { Formula } from '../components/Formula';
import { Exercise } from '../components/Exercise/Exercise';
import { Hint } from '../components/Exercise/Hint';
import PartContents from './PartContents';

export default { ...MDXComponents, Cell, CodeBlock, Exercise, Formula, Hint, PartContents };
