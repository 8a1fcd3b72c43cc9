/** What keys do, as a dialog. */
import { Fragment, useEffect, useRef } from 'react';
import cellStyles from '../Cell/Cell.module.css';
import dataStyles from '../Data/Data.module.css';
import { capsOf, KEY_GROUPS } from './keys';
import { keysSheet } from './keysStore';
import styles from './Keys.module.css';

export function KeysSheet() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);
  useEffect(() => {
    if (!dialog.current!.open) dialog.current!.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={dataStyles.dialog}
      aria-labelledby="keys-title"
      onClose={() => keysSheet.set(false)}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className={dataStyles.body}>
        <h2 id="keys-title">Keys</h2>
        {KEY_GROUPS.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl className={styles.keys}>
              {keys.map(({ keys: ways, does }) => (
                <Fragment key={does}>
                  <dt>
                    {ways.map((way, place) => (
                      <Fragment key={way}>
                        {place > 0 && ' or '}
                        {capsOf(way, isApple).map((cap) => (
                          <kbd key={cap}>{cap}</kbd>
                        ))}
                      </Fragment>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
        <p className={dataStyles.actions}>
          <button type="button" className={cellStyles.button} onClick={() => dialog.current!.close()}>
            Close
          </button>
        </p>
      </div>
    </dialog>
  );
}
