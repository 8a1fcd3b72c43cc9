/** A line at the foot of the page for what concerns the whole of it, such as a browser that refuses to keep edits. */
import { useEffect, useState } from 'react';
import styles from './Cell.module.css';
import { onNotice } from './notices';

export function Notice() {
  const [message, setMessage] = useState('');
  useEffect(() => onNotice(setMessage), []);
  return (
    <div role="alert" className={styles.notice} hidden={!message}>
      {message}
      <button type="button" className={styles.button} onClick={() => setMessage('')}>
        Close
      </button>
    </div>
  );
}
