/** The worker of this tab that takes in data. */
import { IntakeClient } from './intakeClient';
import type { IntakeWorker } from './intakeClient';

export const intake = new IntakeClient(() => new Worker(new URL('../../runtime/intake.ts', import.meta.url)) as IntakeWorker);
