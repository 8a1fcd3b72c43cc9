/** Parts of the page whose code is fetched when they are first shown. */
import { useEffect, useRef, useState } from 'react';
import type { ComponentType, ReactNode } from 'react';
import { notify } from '../Cell/notices';

/**
 * A component in place of one that has to be fetched. Unlike React's `lazy` it takes a failure lightly: the page stays, says so, and the next showing asks again.
 *
 * @param onFailure what else to do then: to close what cannot be shown
 */
export function part<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  onFailure?: () => void,
): (props: Props & { fallback?: ReactNode }) => ReactNode {
  let Loaded: ComponentType<Props> | undefined;
  return function Part({ fallback = null, ...props }) {
    const [isThere, setThere] = useState(Loaded !== undefined);
    const isOver = useRef(false);
    useEffect(() => {
      isOver.current = false;
      if (!Loaded) {
        load().then(
          (component) => {
            Loaded = component;
            if (!isOver.current) setThere(true);
          },
          () => {
            notify('A part of the page could not be loaded. Check the connection, and try again.');
            onFailure?.();
          },
        );
      }
      return () => {
        isOver.current = true;
      };
    }, []);
    return isThere && Loaded ? <Loaded {...(props as unknown as Props)} /> : fallback;
  };
}
