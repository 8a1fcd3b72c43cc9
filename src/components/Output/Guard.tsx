/** Keeps a page alive when one of its outputs cannot be drawn: a cell may have changed how its kernel works. */
import { Component } from 'react';
import type { ReactNode } from 'react';
import type { Output } from '../../notebook/types';
import styles from './Output.module.css';

interface GuardProps {
  output: Output;
  children: ReactNode;
}

interface GuardState {
  /** The output that was to be drawn. */
  of: Output;
  hasFailed: boolean;
}

export class Guard extends Component<GuardProps, GuardState> {
  override state: GuardState = { of: this.props.output, hasFailed: false };

  static getDerivedStateFromError(): Partial<GuardState> {
    return { hasFailed: true };
  }

  /** Another output is tried anew. */
  static getDerivedStateFromProps({ output }: GuardProps, { of }: GuardState): GuardState | null {
    return output === of ? null : { of: output, hasFailed: false };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <p className={styles.cut}>An output that cannot be shown.</p> : this.props.children;
  }
}
