/** What every page may write without an import. `<Value>` and `<File>` are not here: they are settled when the site is built. */
import MDXComponents from '@theme-original/MDXComponents';
import { Cell } from '../components/Cell/Cell';
import { OrderFigure } from '../components/figures/OrderFigure';
import { PriorFigure } from '../components/figures/PriorFigure';
import PartContents from './PartContents';

export default { ...MDXComponents, Cell, OrderFigure, PartContents, PriorFigure };
