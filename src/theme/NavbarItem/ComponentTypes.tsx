/** Adds the bar's own kind of item: which data the cells work on, on the pages that have cells. */
import ComponentTypes from '@theme-original/NavbarItem/ComponentTypes';
import { DataButton } from '../../components/Data/DataButton';
import { useChapter } from '../useChapter';

function DataItem({ mobile }: { mobile?: boolean }) {
  return useChapter() && !mobile ? <DataButton className="navbar__item navbar-data" /> : null;
}

export default { ...ComponentTypes, 'custom-data': DataItem };
